import type { HooksShape } from "../../../../src/server/shapes/hook-shapes.ts";
import { ScrollRegion } from "../../shell/scroll-region.tsx";
import classes from "./hooks.module.css";

/** One file: the hooks it defines and when each is called, or why it is not. */
export function HookFileDetail({ file }: { file: HooksShape["files"][number] }) {
  return (
    <ScrollRegion className={classes.detail} label={file.path}>
      <h2>{file.path.split("/").at(-1)}</h2>
      <p className={classes.path}>{file.path}</p>
      {file.state === "shadowed" ? (
        <p className={classes.warning}>
          {file.shadowedBy === ""
            ? "Another file of this name is called in its place."
            : `${file.shadowedBy} is called in its place.`}
        </p>
      ) : null}
      {file.error === "" ? null : (
        <p className={classes.error} role="alert">
          {file.error}
        </p>
      )}
      {file.detail.trim() === file.error || file.detail === "" ? null : (
        <pre className={classes.text}>{file.detail}</pre>
      )}
      <List title="Worth knowing" lines={file.warnings} kind="warning" />
      <List title="Left out" lines={file.notes} />
      {file.hooks.length === 0 ? null : (
        <table className={classes.hooks}>
          <thead>
            <tr>
              <th scope="col">Hook</th>
              <th scope="col">Called</th>
              <th scope="col">What it is for</th>
            </tr>
          </thead>
          <tbody>
            {file.hooks.map(({ name, doc, position, of }) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                <td>{of === 1 ? "the only one" : `${ordinal(position)} of ${of}`}</td>
                <td className="quiet">{doc.replaceAll("`", "")}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {file.log.length === 0 ? null : (
        <>
          <h3>Printed while it was loaded</h3>
          <pre className={classes.text}>{file.log.join("\n")}</pre>
        </>
      )}
    </ScrollRegion>
  );
}

function List({ title, lines, kind }: { title: string; lines: readonly string[]; kind?: string }) {
  if (lines.length === 0) return null;
  return (
    <>
      <h3>{title}</h3>
      <ul className={kind === "warning" ? classes.warning : undefined}>
        {lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </>
  );
}

const ordinals = ["first", "second", "third", "fourth", "fifth"] as const;

const ordinal = (place: number): string => ordinals[place - 1] ?? `${place}th`;
