import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import type { QuestionShape } from "../../../src/server/shapes/question-shapes.ts";
import { ApiProblem, sentenceOf } from "../api/api-problem.ts";
import { api } from "../api/client.ts";
import { useServerEvent } from "../api/events.ts";
import { type Answer, ask } from "./ask.ts";
import { notify } from "./notices.ts";

/** Shows what runs and their hooks ask, on whatever page one is. */
export function ServerQuestions() {
  const { data } = useQuery({
    queryKey: ["questions"],
    queryFn: ({ signal }) => api.get<{ items: readonly QuestionShape[] }>("/questions", { signal }),
  });
  const asked = useRef(new Map<string, AbortController>());
  useEffect(() => {
    if (data === undefined) return;
    const open = new Set(data.items.map(({ id }) => id));
    for (const [id, controller] of asked.current)
      if (!open.has(id)) {
        // Somebody else answered it, or what asked has ended.
        controller.abort();
        asked.current.delete(id);
      }
    for (const question of data.items)
      if (!asked.current.has(question.id)) {
        const controller = new AbortController();
        asked.current.set(question.id, controller);
        void put(question, controller.signal);
      }
  }, [data]);
  return null;
}

/** Shows what runs and their hooks tell, on whatever page one is. */
export function ServerMessages() {
  useServerEvent("message", ({ text, level }) => {
    notify({ kind: level === "error" ? "bad" : level === "warning" ? "warning" : "info", title: text });
  });
  return null;
}

async function put(question: QuestionShape, signal: AbortSignal): Promise<void> {
  const wantsPaths = question.kind === "path";
  const answer = await ask(
    {
      title: question.title,
      kind: question.level,
      unasked: true,
      message: question.message.includes(question.path) ? question.message : `${question.message}\n${question.path}`,
      ...(wantsPaths ? { input: { label: "Path", value: question.path } } : {}),
      ...(question.canApplyToAll ? { checkbox: { label: "Apply to all" } } : {}),
      buttons: wantsPaths
        ? [
            { value: "none", label: "Cancel" },
            { value: "path", label: "Choose", primary: true },
          ]
        : question.choices,
    },
    signal,
  );
  if (answer === undefined) return;
  try {
    await api.post(`/questions/${encodeURIComponent(question.id)}/answer`, spelled(answer, wantsPaths));
  } catch (error) {
    if (error instanceof ApiProblem && error.status === 404) return;
    notify({ kind: "bad", title: "The answer did not arrive", message: sentenceOf(error) });
  }
}

function spelled({ value, checked, text }: Answer, wantsPaths: boolean) {
  if (!wantsPaths) return { answer: value, applyToAll: checked };
  return { paths: value === "path" && text.trim() !== "" ? [text.trim()] : [] };
}
