import { useQueryClient } from "@tanstack/react-query";
import { lazy, Suspense, useEffect } from "react";
import { ApiProblem } from "../api/api-problem.ts";
import { Loading } from "./loading.tsx";
import { Shell } from "./shell.tsx";
import { useMe } from "./use-me.ts";

const SignIn = lazy(() => import("./sign-in.tsx").then(({ SignIn }) => ({ default: SignIn })));

/** Lets those in who may: on this machine everybody, elsewhere whoever has signed in. */
export function Gate() {
  const { error } = useMe();
  useSignedOut();
  if (error instanceof ApiProblem && error.code === "login-needed")
    return (
      <Suspense fallback={<Loading />}>
        <SignIn />
      </Suspense>
    );
  // Whoever may not be told of anything is told so by each part that asks.
  return <Shell />;
}

/** A session that ends while a page is open: the next answer tells of it. */
function useSignedOut(): void {
  const queries = useQueryClient();
  useEffect(
    () =>
      queries.getQueryCache().subscribe(({ query, type }) => {
        const { error } = query.state;
        if (type !== "updated" || query.queryKey[0] === "me") return;
        if (error instanceof ApiProblem && error.code === "login-needed")
          void queries.invalidateQueries({ queryKey: ["me"] });
      }),
    [queries],
  );
}
