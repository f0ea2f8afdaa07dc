import type { Catalogue, Project } from "../catalogue/catalogue.ts";
import { openCresset } from "./cresset.ts";
import { projectToRead, projectToWrite } from "./current-project.ts";

export interface ProjectSession {
  readonly catalogue: Catalogue;
  readonly project: Project;
}

export interface ProjectSessionOptions {
  /** As `--project` gives it; the current project when left out. */
  readonly project?: string | undefined;
  /** Something is put into the project: one that nobody has made yet is made. */
  readonly toWrite?: boolean;
}

/** Opens the catalogue at the current project for as long as `work` takes. */
export function withProject<T>(
  { project: named, toWrite = false }: ProjectSessionOptions,
  work: (session: ProjectSession) => Promise<T>,
): Promise<T> {
  return withCatalogue(named, async (catalogue, choice) => {
    const project = await (toWrite ? projectToWrite(catalogue, choice) : projectToRead(catalogue, choice));
    return work({ catalogue, project });
  });
}

/** Opens the catalogue for as long as `work` takes; the current project need not exist. */
export async function withCatalogue<T>(
  named: string | undefined,
  work: (catalogue: Catalogue, choice: ReturnType<typeof openCresset>["currentProject"]) => Promise<T>,
): Promise<T> {
  const cresset = openCresset(named === undefined ? {} : { project: named });
  const catalogue = await cresset.catalogue();
  try {
    return await work(catalogue, cresset.currentProject);
  } finally {
    await catalogue.close();
  }
}
