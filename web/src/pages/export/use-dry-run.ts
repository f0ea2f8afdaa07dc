import { useEffect, useRef, useState } from "react";
import type { DryRun, ExportWishShape } from "../../../../src/server/shapes/export-shapes.ts";
import { api } from "../../api/client.ts";

/** A dry run, and whether it is still of what the form says. */
export interface TriedExport {
  readonly result: DryRun | undefined;
  readonly error: unknown;
  readonly isRunning: boolean;
  /** What is shown is of the form as it is now. */
  readonly isCurrent: boolean;
  readonly run: () => void;
}

export function useDryRun(wish: ExportWishShape): TriedExport {
  const key = JSON.stringify(wish);
  const [tried, setTried] = useState<{ key: string; result?: DryRun; error?: unknown }>();
  const [isRunning, setRunning] = useState(false);
  const under = useRef<AbortController>(undefined);
  useEffect(() => () => under.current?.abort(), []);
  const run = async () => {
    under.current?.abort();
    const controller = new AbortController();
    under.current = controller;
    setRunning(true);
    try {
      const result = await api.post<DryRun>("/exports/dry-run", wish, { signal: controller.signal });
      setTried({ key, result });
    } catch (error) {
      if (!controller.signal.aborted) setTried({ key, error });
    } finally {
      if (under.current === controller) setRunning(false);
    }
  };
  return {
    result: tried?.result,
    error: tried?.error,
    isRunning,
    isCurrent: tried?.key === key,
    run: () => void run(),
  };
}
