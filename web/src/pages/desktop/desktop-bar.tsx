import { ActionIcon, Button } from "@mantine/core";
import { Icon } from "../../icons/icon.tsx";
import { MenuButton } from "../../shell/menu-button.tsx";
import { PageBar } from "../../shell/page-bar.tsx";
import classes from "./desktop.module.css";
import type { Place } from "./lane-rows.ts";
import type { Doing } from "./use-desktop-keys.ts";
import { useMay } from "../../shell/use-may.ts";

export interface DesktopBarProps {
  readonly doing: Doing;
  readonly text: string;
  readonly onText: (text: string) => void;
  readonly chosen: number;
  readonly trail: readonly Place[];
  readonly onShow: (id: string) => void;
}

/** The Desktop's tools in the bar at the top. */
export function DesktopBar({ doing, text, onText, chosen, trail, onShow }: DesktopBarProps) {
  const mayWork = useMay("artist");
  return (
    <PageBar>
      <nav aria-label="Where this is" className={classes.trail}>
        {trail.map(({ id, name }, index) => (
          <span key={id} className={classes.trailPart}>
            {index > 0 ? <Icon name="right" size={8} /> : null}
            <button type="button" onClick={() => onShow(id)} aria-current={index === trail.length - 1 || undefined}>
              {name}
            </button>
          </span>
        ))}
      </nav>
      <div className={classes.search}>
        <Icon name="search" size={12} />
        <input
          id="desktop-search"
          type="search"
          aria-label="Search clips"
          placeholder="Search names, shots, tags, paths  ( / )"
          value={text}
          onChange={(event) => onText(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (!["Escape", "Enter", "ArrowDown"].includes(event.key)) return;
            event.preventDefault();
            if (event.key === "Escape") onText("");
            document.querySelector<HTMLElement>("[data-lanes]")?.focus();
          }}
        />
      </div>
      {mayWork ? (
        <>
          <Button leftSection={<Icon name="import" size={12} />} onClick={doing.import}>
            Import
          </Button>
          <MenuButton
            label="New"
            side="end"
            leftSection={<Icon name="add" size={12} />}
            items={[
              { kind: "item", label: "Reel…", hint: "N", run: doing.makeReel },
              { kind: "item", label: "Reel group…", hint: "⇧N", run: doing.makeGroup },
              { kind: "item", label: "Library…", run: doing.makeLibrary },
              { kind: "item", label: "Folder…", run: doing.makeFolder },
            ]}
          >
            New
          </MenuButton>
          <Button leftSection={<Icon name="export" size={12} />} disabled={chosen === 0} onClick={doing.export}>
            Export
          </Button>
        </>
      ) : null}
      <ActionIcon aria-label="Smaller pictures" title="Smaller pictures (−)" onClick={doing.smaller}>
        <Icon name="minus" size={12} />
      </ActionIcon>
      <ActionIcon aria-label="Larger pictures" title="Larger pictures (+)" onClick={doing.larger}>
        <Icon name="add" size={12} />
      </ActionIcon>
    </PageBar>
  );
}
