import { ActionIcon } from "@mantine/core";
import { Outlet, useNavigate } from "@tanstack/react-router";
import { lazy, Suspense, useState } from "react";
import { Icon } from "../icons/icon.tsx";
import { everywhere } from "../keys/everywhere.ts";
import { useKeys } from "../keys/use-keys.ts";
import { pages } from "../pages/pages.ts";
import { takeUpQuestions, usePendingQuestion } from "./ask.ts";
import { ConnectionState } from "./connection-state.tsx";
import { NoticeList } from "./notice-list.tsx";
import { ServerMessages, ServerQuestions } from "./server-questions.tsx";
import { setPageBarSlot } from "./page-bar.tsx";
import { QuestionsAside } from "./questions-aside.tsx";
import { Person } from "./person.tsx";
import { ProjectSwitch } from "./project-switch.tsx";
import { Rail } from "./rail.tsx";
import classes from "./shell.module.css";
import { useMay } from "./use-may.ts";

// Dialogs are fetched when the first is shown.
const KeysHelp = lazy(() => import("../keys/keys-help.tsx").then(({ KeysHelp }) => ({ default: KeysHelp })));
const AskDialog = lazy(() => import("./ask-dialog.tsx").then(({ AskDialog }) => ({ default: AskDialog })));

/** What stays while pages come and go. */
export function Shell() {
  const navigate = useNavigate();
  const [help, setHelp] = useState(false);
  const mayWork = useMay("artist");
  const question = usePendingQuestion();
  useKeys(everywhere, [
    ...pages
      .filter(({ path }) => mayWork || path !== "/export")
      .map(({ path, name, key }) => ({
        keys: `g ${key}`,
        label: name,
        run: () => void navigate({ to: path, search: ({ project }) => ({ project }) }),
      })),
    ...(mayWork ? [{ keys: "g w", label: "Questions that wait", run: takeUpQuestions }] : []),
    { keys: "?", label: "These keys", run: () => setHelp(true) },
  ]);
  return (
    <div className={classes.shell}>
      <a
        className={classes.skip}
        href="#page"
        onClick={(event) => {
          event.preventDefault();
          document.getElementById("page")?.focus();
        }}
      >
        Skip to the page
      </a>
      <header className={classes.bar}>
        <ProjectSwitch />
        <div className={classes.pageBar} ref={setPageBarSlot} />
        <QuestionsAside />
        <Person />
        <ConnectionState />
        <ActionIcon aria-label="Keys" title="Keys (?)" onClick={() => setHelp(true)}>
          <Icon name="keyboard" size={16} />
        </ActionIcon>
      </header>
      <Rail />
      <main id="page" tabIndex={-1} className={classes.page}>
        <Outlet />
      </main>
      <NoticeList />
      <ServerMessages />
      {mayWork ? <ServerQuestions /> : null}
      <Suspense>
        {question === undefined ? null : <AskDialog key={question.id} question={question} />}
        {help ? <KeysHelp onClose={() => setHelp(false)} /> : null}
      </Suspense>
    </div>
  );
}
