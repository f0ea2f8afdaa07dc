import { useNavigate, useSearch } from "@tanstack/react-router";
import { useKeys } from "../../keys/use-keys.ts";
import { Failed } from "../../shell/failed.tsx";
import { Loading } from "../../shell/loading.tsx";
import { PageBar } from "../../shell/page-bar.tsx";
import { useMe } from "../../shell/use-me.ts";
import { HouseSection } from "./house-section.tsx";
import { NotYours } from "./not-yours.tsx";
import { PeopleSection } from "./people-section.tsx";
import { type SectionName, sections } from "./sections.ts";
import classes from "./settings.module.css";
import { TokensSection } from "./tokens-section.tsx";
import { WebhooksSection } from "./webhooks-section.tsx";
import { YouSection } from "./you-section.tsx";

/** Who may use this house's server, what programs may, who is told of what happens, and where everything lies. */
export function SettingsPage() {
  const navigate = useNavigate();
  const { section: named } = useSearch({ from: "__root__" });
  const section = sections.find(({ name }) => name === named)?.name ?? "you";
  const show = (name: SectionName) =>
    void navigate({ to: "/settings", replace: true, search: ({ project }) => ({ project, section: name }) });
  useKeys(
    "Settings",
    sections.map(({ name, title }, index) => ({ keys: String(index + 1), label: title, run: () => show(name) })),
  );
  return (
    <>
      <PageBar>
        <nav className={classes.sections} aria-label="Sections">
          {sections.map(({ name, title }, index) => (
            <button
              key={name}
              type="button"
              title={String(index + 1)}
              aria-current={name === section ? "page" : undefined}
              onClick={() => show(name)}
            >
              {title}
            </button>
          ))}
        </nav>
      </PageBar>
      <Section key={section} name={section} />
    </>
  );
}

function Section({ name }: { name: SectionName }) {
  const { data: me, error, refetch } = useMe();
  if (me === undefined) return error === null ? <Loading /> : <Failed error={error} retry={() => void refetch()} />;
  if (name === "you") return <YouSection me={me} />;
  if (name === "house") return <HouseSection />;
  if (name === "tokens") return <TokensSection me={me} />;
  if (me.role !== "admin") return <NotYours what={name === "people" ? "Accounts" : "Webhooks"} me={me} />;
  return name === "people" ? <PeopleSection me={me} /> : <WebhooksSection />;
}
