import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import type { PresetProblemShape } from "../../../../src/server/shapes/preset-shapes.ts";
import { sentenceOf } from "../../api/api-problem.ts";
import { api } from "../../api/client.ts";

export interface CheckedText {
  readonly problems: readonly PresetProblemShape[];
  readonly isChecking: boolean;
}

/** What is wrong with the text of a preset, as it is typed. */
export function useCheckedPreset(text: string, name: string | undefined): CheckedText {
  const [settled] = useDebouncedValue(text, 150);
  const { data, error, isFetching } = useQuery({
    queryKey: ["preset-check", settled, name],
    queryFn: ({ signal }) =>
      api.post<{ problems: readonly PresetProblemShape[] }>(
        "/presets/check",
        { text: settled, ...(name === undefined ? {} : { name }) },
        { signal },
      ),
    placeholderData: keepPreviousData,
    staleTime: Infinity,
    gcTime: 60_000,
  });
  const refused: readonly PresetProblemShape[] =
    error === null ? [] : [{ severity: "error", key: "", line: 1, message: sentenceOf(error) }];
  return { problems: [...refused, ...(data?.problems ?? [])], isChecking: isFetching || settled !== text };
}
