import { useQuery } from "@tanstack/react-query";
import type { SettingsShape } from "../../../../src/server/shapes/settings-shapes.ts";
import { Failed } from "../../shell/failed.tsx";
import { Loading } from "../../shell/loading.tsx";
import { ScrollRegion } from "../../shell/scroll-region.tsx";
import { SectionNote } from "./section-note.tsx";
import { settingsQuery } from "./settings-queries.ts";
import classes from "./settings.module.css";

type Folders = SettingsShape["folders"];

/** Where everything lies and what the house is set to: shown here, changed in the settings file. */
export function HouseSection() {
  const { data, error, refetch } = useQuery(settingsQuery);
  if (data === undefined) return error === null ? <Loading /> : <Failed error={error} retry={() => void refetch()} />;
  const { version, node, settingsFile, storeFile, server, folders, values } = data;
  const isSnapshot = ({ key }: { readonly key: string }) => key.startsWith("snapshot.");
  const of = (kind: Folders[number]["kind"]) => folders.filter((folder) => folder.kind === kind);
  return (
    <ScrollRegion className={classes.sheet} label="House">
      <dl className={classes.facts}>
        <dt>Version</dt>
        <dd>
          Cresset {version}, Node {node}
        </dd>
        <dt>Settings file</dt>
        <dd>
          {settingsFile ??
            "none: everything is at its default. It would be cresset.config.yaml in the folder of the start"}
        </dd>
        <dt>Store</dt>
        <dd>{storeFile}</dd>
        <dt>Listens at</dt>
        <dd>
          {server.host}
          {server.address === null ? "" : `, reached as ${server.address}`}
        </dd>
        <dt>Signing in</dt>
        <dd>{server.mustSignIn ? "everybody has to" : "nobody has to, on this machine"}</dd>
        <dt>API</dt>
        <dd>
          <a href="/api/reference">Reference of the HTTP API</a>
        </dd>
      </dl>
      <SectionNote>
        All of this is changed in the settings file or where the server is started, never here. It is read when the
        server starts.
      </SectionNote>
      <FolderTable title="Storage roots" folders={of("storage root")} />
      <FolderTable title="Folders of hook files" folders={of("hooks")} />
      <FolderTable title="Folders of presets" folders={of("presets")} />
      <ValueTable title="Snapshots" values={values.filter(isSnapshot)} />
      <ValueTable title="Other settings" values={values.filter((value) => !isSnapshot(value))} />
    </ScrollRegion>
  );
}

function FolderTable({ title, folders }: { title: string; folders: Folders }) {
  return (
    <section>
      <h2>{title}</h2>
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">Folder</th>
            <th scope="col">Named by</th>
            <th scope="col">There</th>
          </tr>
        </thead>
        <tbody>
          {folders.map(({ kind, path, from, exists }) => (
            <tr key={path}>
              <td>{path}</td>
              <td className={classes.quiet}>{from}</td>
              <td className={exists || isOptional({ kind, from }) ? classes.quiet : classes.warning}>
                {exists ? "yes" : "no"}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** The user's and the project's folder of hook files are looked into when they are there; others were asked for. */
const isOptional = ({ kind, from }: Pick<Folders[number], "kind" | "from">) => kind === "hooks" && from !== "hooks";

const origins = { "settings file": "the settings file", environment: "the environment", default: "default" } as const;

function ValueTable({ title, values }: { title: string; values: SettingsShape["values"] }) {
  return (
    <section>
      <h2>{title}</h2>
      <table className={`${classes.table} ${classes.values}`}>
        <thead>
          <tr>
            <th scope="col">Key</th>
            <th scope="col">Value</th>
            <th scope="col">Set by</th>
          </tr>
        </thead>
        <tbody>
          {values.map(({ key, value, from }) => (
            <tr key={key}>
              <td>{key}</td>
              <td>{value}</td>
              <td className={classes.quiet}>{origins[from]}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
