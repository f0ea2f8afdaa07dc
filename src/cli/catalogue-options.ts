import type { Command } from "commander";

const project = ["--project <name>", "project in place of the current one"] as const;
const json = ["--json", "as JSON"] as const;
const where = "paths in the catalogue, such as /Desktop/Reel 1, or cresset:<id>";

interface Common {
  readonly project?: string;
  readonly json?: boolean;
}

/** Declares the commands for projects and what lies in them. */
export function addCatalogue(program: Command): void {
  addProject(program);
  addContainers(program);
  addEntries(program);
  addBin(program);
}

function addProject(program: Command): void {
  const projects = program.command("project").description("Projects: make, list and show them.");
  const load = () => import("./project-commands.ts");
  projects
    .command("new")
    .description("Make a project with a Desktop of four reels and a library.")
    .argument("<name>")
    .option("--nickname <name>", "short name for file names; the name when left out")
    .option("--folder <folder>", "where the project's own files lie")
    .option(...json)
    .action(async (name: string, options: { nickname?: string; folder?: string; json?: boolean }) =>
      (await load()).newCommand(name, options),
    );
  projects
    .command("list")
    .description("Every project; the current one is marked.")
    .option(...json)
    .action(async (options: Common) => (await load()).listCommand(options));
  projects
    .command("show")
    .description("A project and what is in it.")
    .argument("[name]", "name or id; the current project when left out")
    .option(...project)
    .option(...json)
    .action(async (name: string | undefined, options: Common) =>
      (await load()).showCommand(name ?? options.project, options),
    );
}

function addContainers(program: Command): void {
  const load = () => import("./catalogue-commands.ts");
  program
    .command("desktop")
    .description("The Desktop and the libraries of a project.")
    .command("show", { isDefault: true })
    .description("The Desktop and the libraries as a tree.")
    .option(
      "--limit <clips>",
      "at most this many clips of each reel; a page full of them when left out, all with --json",
      Number,
    )
    .option(...project)
    .option(...json)
    .action(async (options: Common & { limit?: number }) => (await load()).desktopCommand(options));
  program
    .command("reel")
    .description("Reels of the Desktop and of libraries.")
    .command("new")
    .description("Make a reel.")
    .argument("<name>", "its name, or where it is made: /Desktop/Reels/Selects")
    .option(
      "--group <name>",
      "reel group of the Desktop, or a path such as /Default Library; the first reel group when left out",
    )
    .option(...project)
    .option(...json)
    .action(async (name: string, options: Common & { group?: string }) => (await load()).newReelCommand(name, options));
  program
    .command("reel-group")
    .description("Reel groups of the Desktop.")
    .command("new")
    .description("Make a reel group on the Desktop.")
    .argument("<name>", "its name, or where it is made: /Default Library/Plates")
    .option(...project)
    .option(...json)
    .action(async (name: string, options: Common) => (await load()).newReelGroupCommand(name, options));
}

function addEntries(program: Command): void {
  const load = () => import("./catalogue-commands.ts");
  program
    .command("search")
    .description("Find what holds a text in its name, shot name, comment, tags or media path.")
    .argument("<text>")
    .option("--limit <count>", "how many", Number, 200)
    .option(...project)
    .option(...json)
    .action(async (text: string, options: Common & { limit: number }) => (await load()).searchCommand(text, options));
  program
    .command("rename")
    .description("Give a clip, reel, reel group or library another name.")
    .argument("<path>", where)
    .argument("<name>")
    .option(...project)
    .option(...json)
    .action(async (path: string, name: string, options: Common) => (await load()).renameCommand(path, name, options));
  for (const verb of ["move", "copy"] as const)
    program
      .command(verb)
      .description(
        `${verb === "move" ? "Move" : "Copy"} clips, reels and what else lies in the catalogue; media stays where it is.`,
      )
      .usage("[options] <path...> <to>")
      .argument("<path...>", `${where}; the last one is what they are put into`)
      .option(...project)
      .option(...json)
      .action(async (paths: string[], options: Common) => (await load()).putCommand(verb, paths, options));
}

function addBin(program: Command): void {
  const load = () => import("./bin-commands.ts");
  program
    .command("delete")
    .description("Put clips, reels and what else lies in the catalogue into the bin; media stays where it is.")
    .argument("<path...>", where)
    .option(...project)
    .option(...json)
    .action(async (paths: string[], options: Common) => (await load()).deleteCommand(paths, options));
  program
    .command("undelete")
    .description("Bring a deletion back to where it was.")
    .argument("[id]", "a deletion as `cresset bin` lists it, or an end of its id; the latest when left out")
    .option(...project)
    .option(...json)
    .action(async (id: string | undefined, options: Common) => (await load()).undeleteCommand(id, options));
  program
    .command("bin")
    .description("What was deleted, the latest first.")
    .option(...project)
    .option(...json)
    .action(async (options: Common) => (await load()).binCommand(options));
}
