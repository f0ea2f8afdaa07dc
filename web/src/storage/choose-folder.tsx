import { Button, Modal } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import type { StorageShape } from "../../../src/server/shapes/catalogue-shapes.ts";
import { sentenceOf } from "../api/api-problem.ts";
import { api } from "../api/client.ts";
import { Icon } from "../icons/icon.tsx";
import { useFocusBack } from "../shell/use-focus-back.ts";
import { ListOption } from "../lists/list-option.tsx";
import classes from "./choose-folder.module.css";

export interface ChooseFolderProps {
  /** Where it begins; the storage roots when left out, or when it is not there. */
  readonly start?: string | undefined;
  readonly title?: string;
  /** What the button says that takes it. */
  readonly choose?: string;
  /** It has to be there; else a new one in it may be named. */
  readonly isThere?: boolean;
  readonly onChoose: (path: string) => void;
  readonly onClose: () => void;
}

/** Folders of the storage roots, walked with the arrows: right goes in, left goes up, Enter takes the one that is open. */
export function ChooseFolder(props: ChooseFolderProps) {
  const { start, title = "Choose a folder", choose: word = "Choose", isThere = false, onChoose, onClose } = props;
  useFocusBack();
  const [folder, setFolder] = useState(start === "" ? undefined : start);
  const [cursor, setCursor] = useState(0);
  const [below, setBelow] = useState("");
  const list = useRef<HTMLUListElement>(null);
  const { data, error } = useQuery({
    queryKey: ["storage", folder],
    queryFn: ({ signal }) => api.get<StorageShape>("/storage", { query: { path: folder }, signal }),
    retry: false,
  });
  // A destination that is still to be made has no place to begin at.
  const isGone = error !== null && folder !== undefined && folder === start;
  useEffect(() => {
    if (isGone) setFolder(undefined);
  }, [isGone]);
  const folders = data?.folders ?? [];
  const at = folders[Math.min(cursor, folders.length - 1)];
  const go = (path: string | undefined) => {
    setFolder(path);
    setCursor(0);
  };
  const atId = (index: number) => `folder-${index}`;
  useEffect(() => {
    list.current?.querySelector("[aria-selected=true]")?.scrollIntoView({ block: "nearest" });
  });
  const choose = () => {
    if (folder === undefined) return;
    const name = below.trim().replace(/^\/+|\/+$/g, "");
    onChoose(name === "" ? folder : `${folder.replace(/\/$/, "")}/${name}`);
  };
  return (
    <Modal opened onClose={onClose} title={title} size="lg">
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault();
          choose();
        }}
      >
        <div className={classes.where}>
          <Button
            leftSection={<Icon name="up" size={10} />}
            disabled={folder === undefined}
            onClick={() => go(data?.parent ?? undefined)}
          >
            Up
          </Button>
          <span className={classes.path}>{folder ?? "Storage roots"}</span>
        </div>
        <ul
          ref={list}
          role="listbox"
          aria-label="Folders"
          tabIndex={0}
          data-autofocus
          className={classes.list}
          aria-activedescendant={at === undefined ? undefined : atId(folders.indexOf(at))}
          onKeyDown={(event) => {
            const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
            if (by !== undefined) setCursor(Math.max(0, Math.min(folders.length - 1, cursor + by)));
            else if (event.key === "ArrowRight" && at !== undefined) go(at.path);
            else if (event.key === "ArrowLeft" && folder !== undefined) go(data?.parent ?? undefined);
            else if (event.key === "Enter" && folder === undefined && at !== undefined) go(at.path);
            else if (event.key === "Enter") choose();
            else return;
            event.preventDefault();
          }}
        >
          {error === null || isGone ? null : (
            <li className={classes.problem} role="alert">
              {sentenceOf(error)}
            </li>
          )}
          {folders.map(({ name, path }, index) => (
            <ListOption
              as="li"
              key={path}
              id={atId(index)}
              selected={path === at?.path}
              onChoose={() => setCursor(index)}
              onDoubleClick={() => go(path)}
            >
              <Icon name="folder" size={13} />
              <span>{name}</span>
            </ListOption>
          ))}
          {data !== undefined && folders.length === 0 ? <li className={classes.nothing}>No folders here.</li> : null}
        </ul>
        <div className={classes.foot}>
          {isThere ? (
            <span className={classes.below} />
          ) : (
            <label className={classes.below}>
              New folder in it
              <input
                type="text"
                value={below}
                spellCheck={false}
                placeholder="made by the export; leave empty for none"
                onChange={(event) => setBelow(event.currentTarget.value)}
              />
            </label>
          )}
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="filled" disabled={folder === undefined}>
            {word}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
