import path from "node:path";
import type { Project } from "../catalogue/catalogue.ts";

/**
 * Where media goes that is restored into a project, unless somebody says where: each archive gets a folder in it.
 * @param folder absolute; taken for a project that has no folder of its own
 */
export const restoredMedia = (project: Pick<Project, "folder">, folder: string): string =>
  path.join(project.folder === "" ? folder : project.folder, "restored");
