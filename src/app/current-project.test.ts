import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, test } from "vitest";
import { openCatalogue } from "../catalogue/open-catalogue.ts";
import { currentProject, projectToRead, projectToWrite } from "./current-project.ts";

const folder = "/jobs/bigger buck";
const config = { file: "/jobs/cresset.config.yaml", project: { name: "Buck", nickname: "bbk" } };
const none = { file: undefined, project: {} };

test("the current project is the one of --project, the environment, the settings, the folder, in this order", () => {
  const environment = { CRESSET_PROJECT: "From outside" };
  expect(currentProject({ named: "Named", config, folder, environment })).toMatchObject({ name: "Named" });
  expect(currentProject({ config, folder, environment })).toMatchObject({ name: "From outside" });
  expect(currentProject({ config, folder, environment: {} })).toEqual({
    name: "Buck",
    nickname: "bbk",
    folder: "/jobs",
    saidBy: "config",
  });
  expect(currentProject({ config: none, folder, environment: {} })).toEqual({
    name: "bigger buck",
    folder,
    saidBy: "folder",
  });
  expect(currentProject({ config: none, folder: "/", environment: { CRESSET_PROJECT: "" } }).name).toBe("Untitled");
});

test("a project that nobody named is made when something is put into it; a slip in a name makes none", async () => {
  const home = await mkdtemp(path.join(tmpdir(), "cresset-current-"));
  const catalogue = await openCatalogue(path.join(home, "cresset.db"));
  const ofFolder = currentProject({ config: none, folder, environment: {} });
  await expect(projectToRead(catalogue, ofFolder)).rejects.toThrow(/no project "bigger buck"/);
  const made = await projectToWrite(catalogue, ofFolder);
  expect(made).toMatchObject({ name: "bigger buck", folder });
  expect(await projectToRead(catalogue, ofFolder)).toEqual(made);
  const slip = currentProject({ named: "biger buck", config, folder });
  await expect(projectToWrite(catalogue, slip)).rejects.toThrow(/no project "biger buck". There are: "bigger buck"/);
  await catalogue.close();
  await rm(home, { recursive: true, force: true });
});
