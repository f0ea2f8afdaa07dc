import { Button } from "@mantine/core";
import { sentenceOf } from "../api/api-problem.ts";
import { Empty } from "./empty.tsx";

/** Something could not be read: why, and a way to try again. */
export function Failed({ error, retry }: { error: unknown; retry?: (() => void) | undefined }) {
  return (
    <Empty title="This cannot be shown" icon="warning">
      <p role="alert">{sentenceOf(error)}</p>
      {retry === undefined ? null : <Button onClick={retry}>Try again</Button>}
    </Empty>
  );
}
