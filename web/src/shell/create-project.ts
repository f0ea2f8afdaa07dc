import type { QueryClient } from "@tanstack/react-query";
import type { ProjectShape } from "../../../src/server/shapes/catalogue-shapes.ts";
import { sentenceOf } from "../api/api-problem.ts";
import { api } from "../api/client.ts";
import { ask } from "./ask.ts";
import { notify } from "./notices.ts";

/** Asks for a name and makes a project of it. @returns its id; nothing when it was not made. */
export async function createProject(queries: QueryClient): Promise<string | undefined> {
  const answer = await ask({
    title: "New project",
    input: { label: "Name" },
    escape: "cancel",
    buttons: [
      { value: "cancel", label: "Cancel" },
      { value: "create", label: "Create", primary: true },
    ],
  });
  if (answer?.value !== "create" || answer.text.trim() === "") return undefined;
  try {
    const { id } = await api.post<ProjectShape>("/projects", { name: answer.text.trim() });
    await queries.invalidateQueries({ queryKey: ["catalogue", "projects"] });
    return id;
  } catch (error) {
    notify({ kind: "bad", title: "The project was not created", message: sentenceOf(error) });
    return undefined;
  }
}
