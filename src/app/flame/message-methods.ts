import * as z from "zod";
import { type FlameMethod, flameMethod } from "./flame-method.ts";
import type { FlameSurroundings } from "./flame-surroundings.ts";

const levels = ["info", "warning", "error", "question"] as const;
const level = z
  .string()
  .transform((text) => levels.find((known) => known === text.toLowerCase()) ?? "info")
  .default("info");

/** What scripts say to people, and ask them. */
export function messageMethods({ tell, answers }: FlameSurroundings): Readonly<Record<string, FlameMethod>> {
  return {
    "flame.messages.console": flameMethod(z.strictObject({ message: z.string(), type: level }), async (asked) => {
      tell({ type: "message", text: asked.message, level: asked.type });
    }),
    "flame.messages.dialog": flameMethod(
      z.strictObject({
        title: z.string(),
        message: z.string(),
        type: level,
        buttons: z.array(z.string()),
        cancelButton: z.string(),
      }),
      async ({ title, message, type, buttons, cancelButton }) => {
        const choices = [...new Set([...buttons, cancelButton])].filter((button) => button !== "");
        const [first = "OK"] = choices;
        if (answers !== undefined)
          return answers.choose({ title, message, level: type, buttons: choices.length === 0 ? [first] : choices });
        const answer = cancelButton === "" ? first : cancelButton;
        const told = choices.length > 1 ? ` (nobody is there to choose among ${choices.join(", ")}: ${answer})` : "";
        tell({ type: "message", text: `${title}: ${message}${told}`, level: type });
        return answer;
      },
    ),
    "flame.browser.show": flameMethod(
      z.strictObject({ title: z.string(), path: z.string() }),
      async ({ title, path }) => {
        if (answers !== undefined) return answers.paths({ title, path });
        tell({
          type: "message",
          text: `A file browser was asked for${title === "" ? "" : ` (${title})`}, and nobody is there: nothing is chosen.`,
        });
        return [];
      },
    ),
  };
}
