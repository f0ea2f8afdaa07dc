import { Button } from "@mantine/core";
import { countOf } from "../format/amounts.ts";
import { takeUpQuestions, useQuestionsAside } from "./ask.ts";

/** Says that questions wait which were put aside, and shows them again. */
export function QuestionsAside() {
  const count = useQuestionsAside();
  return count === 0 ? null : (
    <Button variant="filled" color="yellow.9" title="Show what waits (g w)" onClick={takeUpQuestions}>
      {countOf(count, "question")} {count === 1 ? "waits" : "wait"}
    </Button>
  );
}
