import { useDebouncedValue } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { sentenceOf } from "../../api/api-problem.ts";
import { namesQuery } from "./export-queries.ts";
import classes from "./export.module.css";

export interface NamePreviewListProps {
  readonly of: { readonly preset: string } | { readonly text: string };
  readonly sources: readonly string[];
  readonly projectId: string;
  readonly namePattern?: string;
  /** How many names are shown. */
  readonly most?: number;
}

/** Of thousands only the first are looked into: it is done again as one types. */
const mostAsked = 100;

/** What the files would be called, as one types: before hooks. */
export function NamePreviewList({ of, sources, projectId, namePattern = "", most = 4 }: NamePreviewListProps) {
  const [wish] = useDebouncedValue({ of, namePattern: namePattern.trim() }, 200);
  const { data, error, isFetching } = useQuery(
    namesQuery(wish.of, {
      sources: sources.slice(0, mostAsked),
      projectId,
      ...(wish.namePattern === "" ? {} : { namePattern: wish.namePattern }),
    }),
  );
  if (sources.length === 0) return <p className="quiet">Names are shown here when something is chosen.</p>;
  if (error !== null)
    return (
      <p className={classes.problem} role="status">
        {sentenceOf(error)}
      </p>
    );
  if (data === undefined) return null;
  const names = data.items.slice(0, most);
  return (
    <div className={classes.names} aria-live="polite" aria-busy={isFetching} role="status">
      <span className="quiet">Names before hooks</span>
      <ul>
        {names.map(({ name, problem, asset, sequence }, index) => (
          <li key={`${sequence} ${asset} ${index}`} className={problem === "" ? undefined : classes.problem}>
            {problem === "" ? name : `${asset}: ${problem}`}
          </li>
        ))}
      </ul>
      {sources.length > mostAsked ? (
        <span className="quiet">and those of the rest</span>
      ) : data.total > names.length ? (
        <span className="quiet">and {data.total - names.length} more</span>
      ) : null}
    </div>
  );
}
