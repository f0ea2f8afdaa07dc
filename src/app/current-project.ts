import path from "node:path";
import type { Catalogue, Project } from "../catalogue/catalogue.ts";
import type { Config } from "../config.ts";

/** The project that is meant, whether it exists or not. */
export interface ProjectChoice {
  readonly name: string;
  readonly nickname?: string;
  /** Where the project's own files lie, absolute. */
  readonly folder: string;
  /** Who says so. What a person named has to exist; the others are made when something is put into them. */
  readonly saidBy: "option" | "environment" | "config" | "folder";
}

export interface ProjectSurroundings {
  /** As `--project` gives it. */
  readonly named?: string | undefined;
  readonly config: Pick<Config, "file" | "project">;
  /** The working folder, absolute. */
  readonly folder: string;
  readonly environment?: Readonly<Record<string, string | undefined>>;
}

/** The current project: `--project`, else `CRESSET_PROJECT`, else the config's, else the name of the folder. */
export function currentProject({
  named,
  config,
  folder,
  environment = process.env,
}: ProjectSurroundings): ProjectChoice {
  const own = config.file === undefined ? folder : path.dirname(config.file);
  if (named !== undefined && named !== "") return { name: named, folder: own, saidBy: "option" };
  const fromEnvironment = environment["CRESSET_PROJECT"];
  if (fromEnvironment !== undefined && fromEnvironment !== "")
    return { name: fromEnvironment, folder: own, saidBy: "environment" };
  const { name, nickname } = config.project;
  const more = nickname === undefined ? {} : { nickname };
  if (name !== undefined && name !== "") return { name, folder: own, saidBy: "config", ...more };
  // The top of a disk has no name.
  return { name: path.basename(folder) || "Untitled", folder, saidBy: "folder", ...more };
}

/** The project to look into. @throws CressetError `not-found` when there is none of that name. */
export const projectToRead = (catalogue: Catalogue, { name }: ProjectChoice): Promise<Project> =>
  catalogue.project(name);

/**
 * The project to put something into. One that the config or the folder names is made when it is missing.
 * @throws CressetError `not-found` for one that a person named and that is not there: a slip would make a new one.
 */
export function projectToWrite(catalogue: Catalogue, choice: ProjectChoice): Promise<Project> {
  const { name, nickname, folder, saidBy } = choice;
  if (saidBy === "option" || saidBy === "environment") return catalogue.project(name);
  return catalogue.ensureProject({ name, folder, ...(nickname === undefined ? {} : { nickname }) });
}
