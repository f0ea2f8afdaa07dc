import path from "node:path";
import { withCatalogue, withProject } from "../app/project-session.ts";
import type { EntryTree } from "../catalogue/catalogue.ts";
import { printJson } from "./print-json.ts";
import { table } from "./table.ts";

/** `cresset project new`. */
export async function newCommand(
  name: string,
  { nickname, folder, json }: { readonly nickname?: string; readonly folder?: string; readonly json?: boolean },
): Promise<void> {
  const project = await withCatalogue(undefined, (catalogue) =>
    catalogue.createProject({
      name,
      ...(nickname === undefined ? {} : { nickname }),
      ...(folder === undefined ? {} : { folder: path.resolve(folder) }),
    }),
  );
  if (json === true) printJson(project);
  else console.log(`Made the project ${project.name}. Work in it with --project or CRESSET_PROJECT.`);
}

/** `cresset project list`. */
export async function listCommand({ json }: { readonly json?: boolean }): Promise<void> {
  await withCatalogue(undefined, async (catalogue, { name: current }) => {
    const projects = await catalogue.projects();
    const isCurrent = ({ id, name }: { id: string; name: string }) => name === current || id === current;
    if (json === true) printJson(projects.map((project) => ({ ...project, current: isCurrent(project) })));
    else if (projects.length === 0) console.log('No project yet: "cresset project new NAME" makes one.');
    else
      console.log(
        table(
          projects.map((project) => [
            `${isCurrent(project) ? "*" : " "} ${project.name}`,
            project.nickname,
            project.createdAt.toLocaleString(),
            project.folder,
          ]),
        ),
      );
  });
}

/** `cresset project show`. */
export async function showCommand(name: string | undefined, { json }: { readonly json?: boolean }): Promise<void> {
  await withProject({ project: name }, async ({ catalogue, project }) => {
    const tree = await catalogue.tree(project.id, undefined, { clips: false });
    const counts = { reelGroups: count(tree, "reel group"), reels: count(tree, "reel"), clips: clips(tree) };
    const deletions = (await catalogue.deletions(project.id)).length;
    if (json === true) return printJson({ ...project, ...counts, deletions });
    console.log(`${project.name}\n  id: ${project.id}\n  nickname: ${project.nickname}`);
    if (project.folder !== "") console.log(`  folder: ${project.folder}`);
    console.log(`  made: ${project.createdAt.toLocaleString()}`);
    console.log(
      `  reel groups: ${counts.reelGroups}\n  reels: ${counts.reels}\n  clips and sequences: ${counts.clips}`,
    );
    if (deletions > 0) console.log(`  deletions in the bin: ${deletions}`);
  });
}

const count = ({ entry, children }: EntryTree, kind: string): number =>
  children.reduce((sum, child) => sum + count(child, kind), entry.kind === kind ? 1 : 0);

const clips = ({ children, clipCount }: EntryTree): number =>
  children.reduce((sum, child) => sum + clips(child), clipCount);
