import { withProject } from "../app/project-session.ts";
import type { Deletion } from "../catalogue/catalogue.ts";
import { printJson } from "./print-json.ts";
import { table } from "./table.ts";

interface Common {
  readonly project?: string;
  readonly json?: boolean;
}

/** `cresset delete`. */
export async function deleteCommand(paths: readonly string[], { project, json }: Common): Promise<void> {
  await withProject({ project }, async ({ catalogue, project: current }) => {
    const ids: string[] = [];
    for (const path of paths) ids.push((await catalogue.at(current.id, path)).id);
    const deletion = await catalogue.delete(ids);
    if (json === true) printJson(deletion);
    else console.log(`In the bin: ${names(deletion)}. "cresset undelete ${deletion.id}" brings it back.`);
  });
}

/** `cresset undelete`. */
export async function undeleteCommand(id: string | undefined, { project, json }: Common): Promise<void> {
  await withProject({ project }, async ({ catalogue, project: current }) => {
    const { entries } = await catalogue.undelete(current.id, id);
    const paths = await Promise.all(entries.map((entry) => catalogue.pathOf(entry.id)));
    if (json === true) printJson(entries.map((entry, index) => ({ ...entry, path: paths[index] })));
    else for (const [index, { kind }] of entries.entries()) console.log(`${kind} ${paths[index]}`);
  });
}

/** `cresset bin`. */
export async function binCommand({ project, json }: Common): Promise<void> {
  await withProject({ project }, async ({ catalogue, project: current }) => {
    const deletions = await catalogue.deletions(current.id);
    if (json === true) printJson(deletions);
    else if (deletions.length === 0) console.log("The bin is empty.");
    else
      console.log(
        table(deletions.map((deletion) => [deletion.id, deletion.deletedAt.toLocaleString(), names(deletion)])),
      );
  });
}

const names = ({ entries }: Deletion): string => entries.map(({ kind, name }) => `${kind} ${name}`).join(", ");
