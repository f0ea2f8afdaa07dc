import { ActionIcon } from "@mantine/core";
import { Outlet, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { Icon } from "../icons/icon.tsx";
import { KeysHelp } from "../keys/keys-help.tsx";
import { useKeys } from "../keys/use-keys.ts";
import { pages } from "../pages/pages.ts";
import { AskDialog } from "./ask-dialog.tsx";
import { ConnectionState } from "./connection-state.tsx";
import { NoticeList } from "./notice-list.tsx";
import { ServerQuestions } from "./server-questions.tsx";
import { setPageBarSlot } from "./page-bar.tsx";
import { ProjectSwitch } from "./project-switch.tsx";
import { Rail } from "./rail.tsx";
import classes from "./shell.module.css";

/** What stays while pages come and go. */
export function Shell() {
  const navigate = useNavigate();
  const [help, setHelp] = useState(false);
  useKeys("Everywhere", [
    ...pages.map(({ path, name, key }) => ({
      keys: `g ${key}`,
      label: name,
      run: () => void navigate({ to: path, search: ({ project }) => ({ project }) }),
    })),
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
      <ServerQuestions />
      <AskDialog />
      <KeysHelp opened={help} onClose={() => setHelp(false)} />
    </div>
  );
}
