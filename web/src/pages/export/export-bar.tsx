import { Button, Menu } from "@mantine/core";
import { Icon } from "../../icons/icon.tsx";
import { PageBar } from "../../shell/page-bar.tsx";
import type { ExportDraft } from "./export-draft.ts";
import classes from "./export.module.css";

export interface ExportBarProps {
  readonly draft: ExportDraft;
  /** Custom export profiles of the hooks. */
  readonly profiles: readonly string[];
  readonly missing: string;
  readonly trying: boolean;
  readonly tried: boolean;
  readonly starting: boolean;
  readonly onProfile: (profile: string) => void;
  readonly onTry: () => void;
  readonly onStart: (held: boolean) => void;
}

/** How it is exported, tried out and begun. */
export function ExportBar(props: ExportBarProps) {
  const { draft, profiles, missing, trying, tried, starting, onProfile, onTry, onStart } = props;
  const sorted = profiles.toSorted((a, b) => a.localeCompare(b));
  return (
    <PageBar>
      <Menu position="bottom-start">
        <Menu.Target>
          <Button rightSection={<Icon name="down" size={9} />}>
            {draft.profile === "" ? "Export with a preset" : `Export as ${draft.profile}`}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Chosen is={draft.profile === ""} onClick={() => onProfile("")}>
            With a preset
          </Chosen>
          {sorted.length === 0 ? null : <Menu.Divider />}
          {sorted.map((profile) => (
            <Chosen key={profile} is={draft.profile === profile} onClick={() => onProfile(profile)}>
              {profile}
            </Chosen>
          ))}
        </Menu.Dropdown>
      </Menu>
      <span className={classes.missing} role="status">
        {missing}
      </span>
      <span className={classes.space} />
      <Button
        title="D"
        loading={trying}
        variant={tried ? "default" : "filled"}
        disabled={missing !== ""}
        onClick={onTry}
      >
        Dry run
      </Button>
      <Button disabled={missing !== ""} onClick={() => onStart(true)}>
        Queue held
      </Button>
      <Button
        title="Ctrl Enter"
        variant={tried ? "filled" : "default"}
        leftSection={<Icon name="export" size={12} />}
        disabled={missing !== ""}
        loading={starting}
        onClick={() => onStart(false)}
      >
        Export
      </Button>
    </PageBar>
  );
}

function Chosen({ is, onClick, children }: { is: boolean; onClick: () => void; children: string }) {
  return (
    <Menu.Item
      onClick={onClick}
      leftSection={is ? <Icon name="check" size={12} /> : <span className={classes.noIcon} />}
    >
      {children}
    </Menu.Item>
  );
}
