import type { RefObject } from "react";
import type { HooksShape } from "../../../../src/server/shapes/hook-shapes.ts";
import lines from "../../lists/list-line.module.css";
import { ListOption } from "../../lists/list-option.tsx";
import classes from "./hooks.module.css";

type HookFile = HooksShape["files"][number];

export interface HookFileListProps {
  readonly list: RefObject<HTMLUListElement | null>;
  readonly files: readonly HookFile[];
  readonly index: number;
  readonly onShow: (index: number) => void;
}

const states = { loaded: "Loaded", shadowed: "Shadowed", broken: "Broken" } as const;

/** The files in the order in which their hooks are called. */
export function HookFileList({ list, files, index, onShow }: HookFileListProps) {
  return (
    <ul
      ref={list}
      role="listbox"
      aria-label="Hook files"
      tabIndex={0}
      className={classes.list}
      aria-activedescendant={`hook-file-${index}`}
    >
      {files.map((file, at) => (
        <ListOption
          as="li"
          key={file.path}
          id={`hook-file-${at}`}
          selected={at === index}
          className={`${lines.line} ${classes.file}`}
          onChoose={() => onShow(at)}
        >
          <div className={classes.fileTop}>
            <span className={classes.fileName}>{file.path.split("/").at(-1)}</span>
            <span className={classes.state} data-state={file.state}>
              {states[file.state]}
            </span>
          </div>
          <div className={classes.fileFacts}>
            <span>
              {file.language}, {file.visibility}
            </span>
            <span>{file.hooks.length === 1 ? "1 hook" : `${file.hooks.length} hooks`}</span>
          </div>
          {file.error === "" ? null : <div className={classes.error}>{file.error}</div>}
          {file.error === "" && file.warnings.length > 0 ? (
            <div className={classes.warning}>{file.warnings[0]}</div>
          ) : null}
        </ListOption>
      ))}
    </ul>
  );
}
