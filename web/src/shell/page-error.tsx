import { useQueryErrorResetBoundary } from "@tanstack/react-query";
import type { ErrorComponentProps } from "@tanstack/react-router";
import { Failed } from "./failed.tsx";

/** What stands in place of a page that broke; the rest of the shell goes on. */
export function PageError({ error, reset }: ErrorComponentProps) {
  const queries = useQueryErrorResetBoundary();
  return (
    <Failed
      error={error}
      retry={() => {
        queries.reset();
        reset();
      }}
    />
  );
}
