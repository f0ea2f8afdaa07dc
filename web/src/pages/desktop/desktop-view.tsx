import { useQueryClient } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { lazy, Suspense, useEffect, useMemo, useRef, useState } from "react";
import type { EntryShape } from "../../../../src/server/shapes/catalogue-shapes.ts";
import { Empty } from "../../shell/empty.tsx";
import { notify } from "../../shell/notices.ts";
import { mostSent, sendEntries } from "../../shell/sent-entries.ts";
import type { MenuPoint } from "./clip-menu.tsx";
import { useDesktopActions } from "./desktop-actions.ts";
import { DesktopBar } from "./desktop-bar.tsx";
import { knownClip, spotOf } from "./desktop-queries.ts";
import classes from "./desktop.module.css";
import { findPlace, holdsClips, layLanes, type Place, placesTo, type Spot } from "./lane-rows.ts";
import { Lanes } from "./lanes.tsx";
import { PlaceTree } from "./place-tree.tsx";
import { SearchResults } from "./search-results.tsx";
import { useClipAt } from "./shown-clips.ts";
import { StatusLine } from "./status-line.tsx";
import { columnsIn, filledTile, otherTile, rememberedTile } from "./tile-size.ts";
import { useClipDrag } from "./use-clip-drag.ts";
import { useDesktopKeys } from "./use-desktop-keys.ts";
import { useSelection } from "./use-selection.ts";
import { useWidth } from "./use-width.ts";
import { useMay } from "../../shell/use-may.ts";

const ChooseFolder = lazy(() =>
  import("../../storage/choose-folder.tsx").then(({ ChooseFolder }) => ({ default: ChooseFolder })),
);
const ClipMenu = lazy(() => import("./clip-menu.tsx").then(({ ClipMenu }) => ({ default: ClipMenu })));
const ImportDialog = lazy(() => import("./import-dialog.tsx").then(({ ImportDialog }) => ({ default: ImportDialog })));

/** The tree of places beside the lanes of the one that is shown. */
export function DesktopView({ projectId, workspace }: { projectId: string; workspace: Place }) {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const { place: wanted } = useSearch({ from: "__root__" });
  const desktop = workspace.children.find(({ kind }) => kind === "desktop") ?? workspace;
  const place = (wanted === undefined ? undefined : findPlace(workspace, wanted)) ?? desktop;
  const mayWork = useMay("artist");
  const [folded, setFolded] = useState<ReadonlySet<string>>(new Set());
  const [tile, setTile] = useState(rememberedTile);
  const [renaming, setRenaming] = useState<string>();
  const [held, setHeld] = useState<{ readonly ids: ReadonlySet<string>; readonly cut: boolean }>();
  const [menu, setMenu] = useState<MenuPoint>();
  const [importing, setImporting] = useState(false);
  /** Clips whose media is looked for. */
  const [relinking, setRelinking] = useState<readonly string[]>();
  const [text, setText] = useState("");
  const [found, setFound] = useState<EntryShape>();
  const scroller = useRef<HTMLDivElement>(null);
  const frame = useRef<HTMLDivElement>(null);
  const width = useWidth(frame);
  const columns = columnsIn(width, tile);
  const layout = useMemo(() => layLanes(place, columns, folded), [place, columns, folded]);
  const selection = useSelection(layout.lanes);
  const actions = useDesktopActions(projectId);
  const clipAt = ({ lane, index }: Spot) =>
    knownClip(
      queries,
      layout.lanes.find(({ id }) => id === lane),
      index,
    );
  const focusLanes = () => scroller.current?.focus({ preventScroll: true });
  useEffect(() => {
    if (document.activeElement === document.body) scroller.current?.focus({ preventScroll: true });
  }, []);

  const cursorClip = useClipAt(layout.lanes, selection.cursor);
  const looked = text.trim() === "" ? cursorClip : found;
  const chosen =
    text.trim() === "" && selection.ids.size > 0 ? [...selection.ids] : looked === undefined ? [] : [looked.id];
  const show = (id: string) => {
    setText("");
    void navigate({ to: "/desktop", search: ({ project }) => ({ project, place: id }) });
  };
  const open = (clip: Pick<EntryShape, "id">) =>
    void navigate({ to: "/player", search: ({ project }) => ({ project, clip: clip.id }) });
  /** Whether so many can go to another page; whoever selected more is told how. */
  const canSend = ({ length }: readonly string[], instead: string) => {
    if (length > mostSent)
      notify({ kind: "warning", title: `${length} clips are more than ${mostSent} at once`, message: instead });
    return length > 0 && length <= mostSent;
  };
  const exportAll = (ids: readonly string[]) => {
    if (canSend(ids, "Choose their reels instead: G E leads to Export, where / searches for reels."))
      void navigate({ to: "/export", search: ({ project }) => ({ project, clips: sendEntries(ids) }) });
  };
  const archiveAll = (ids: readonly string[]) => {
    if (canSend(ids, "Choose their reels instead: G A leads to Archives, where A shows the project as a tree."))
      void navigate({ to: "/archives", search: ({ project }) => ({ project, add: "1", clips: sendEntries(ids) }) });
  };
  const remove = async (ids: readonly string[]) => {
    if (ids.length === 0) return;
    const name = ids.length === 1 && cursorClip?.id === ids[0] ? `“${cursorClip?.name}”` : `${ids.length} clips`;
    if (await actions.remove(ids, name)) selection.set([]);
  };
  /** Where new clips go: the lane of the cursor, else the place that is shown, else its first lane. */
  const target =
    layout.lanes.find(({ id }) => id === selection.cursor?.lane) ?? (holdsClips(place.kind) ? place : layout.lanes[0]);
  const make = async (kind: "reel" | "reel group" | "folder" | "library") => {
    const around = placesTo(workspace, target?.id ?? place.id).toReversed();
    const parent =
      kind === "reel group"
        ? (around.find((one) => one.kind === "desktop" || holdsAnything(one.kind)) ?? desktop)
        : kind === "library"
          ? workspace
          : kind === "folder"
            ? around.find((one) => holdsAnything(one.kind))
            : (around.find((one) => one.kind === "reel group" || holdsAnything(one.kind)) ?? desktop.children[0]);
    if (parent === undefined) return;
    const count = parent.children.filter((child) => child.kind === kind).length + 1;
    await actions.create(
      kind,
      parent.id,
      `${kind === "reel" ? "Reel" : kind === "folder" ? "Folder" : kind === "library" ? "Library" : "Reels"} ${count}`,
    );
    focusLanes();
  };
  const paste = async (into = target?.id) => {
    if (held === undefined || into === undefined) return;
    const done = await (held.cut ? actions.move([...held.ids], into) : actions.copy([...held.ids], into));
    if (done && held.cut) setHeld(undefined);
  };
  const finishRename = (id: string, name: string | undefined) => {
    setRenaming(undefined);
    if (name !== undefined) void actions.rename(id, name);
    if (findPlace(workspace, id) === undefined) focusLanes();
  };
  const doing = {
    open: () => looked !== undefined && open(looked),
    export: () => exportAll(chosen),
    archive: () => archiveAll(chosen),
    relink: () => chosen.length > 0 && setRelinking(chosen),
    rename: () => setRenaming(cursorClip?.id),
    remove: () => void remove(chosen),
    undo: () => void actions.undo(),
    cut: () => chosen.length > 0 && setHeld({ ids: new Set(chosen), cut: true }),
    copy: () => chosen.length > 0 && setHeld({ ids: new Set(chosen), cut: false }),
    paste: () => void paste(),
    makeReel: () => void make("reel"),
    makeGroup: () => void make("reel group"),
    makeFolder: () => void make("folder"),
    makeLibrary: () => void make("library"),
    import: () => setImporting(true),
    larger: () => setTile((width) => otherTile(width, 1)),
    smaller: () => setTile((width) => otherTile(width, -1)),
    forget: () => {
      setHeld(undefined);
      selection.set([]);
    },
  };
  useDesktopKeys({ doing, selection, lanes: layout.lanes, columns, scroller, searching: text !== "" });
  /** The cursor goes where the selection went. */
  const follow = async (moved: EntryShape | undefined) => {
    if (moved === undefined) return;
    const lane = layout.lanes.find(({ id }) => id === moved.parentId);
    const most = (lane?.clipCount ?? 0) + selection.ids.size;
    const spot = lane === undefined ? undefined : await spotOf(queries, lane, most, moved);
    if (spot === undefined) selection.set([]);
    else if (selection.ids.size > 1) selection.look(spot);
    else selection.one(spot);
  };
  const startDrag = useClipDrag({
    selection,
    scroller,
    clipAt,
    onDrop: ({ ids, parentId, position, copy }) =>
      void (copy ? actions.copy(ids, parentId) : actions.move(ids, parentId, position).then(follow)),
  });

  return (
    <>
      <DesktopBar
        doing={doing}
        text={text}
        onText={setText}
        chosen={chosen.length}
        trail={placesTo(workspace, place.id).slice(1)}
        onShow={show}
      />
      <div className={classes.desktop}>
        <aside className={classes.side} aria-label="Places">
          <PlaceTree
            workspace={workspace}
            shown={place.id}
            renaming={renaming}
            onShow={show}
            onRename={finishRename}
            onStartRename={({ kind, id }) => setRenaming(kind === "desktop" ? undefined : id)}
            onDelete={({ id, name, kind }) => void actions.remove([id], `the ${kind} “${name}”`)}
            onMenu={(event, { kind, id, name }) => {
              event.preventDefault();
              setMenu({ x: event.clientX, y: event.clientY, place: { id, name, kind } });
            }}
          />
        </aside>
        <div className={classes.main} ref={frame}>
          {text.trim() !== "" ? (
            <SearchResults projectId={projectId} text={text.trim()} onOpen={open} onLook={setFound} />
          ) : layout.rows.length === 0 ? (
            <Empty title={`${place.name} is empty`} icon="folder">
              {mayWork ? <p>Drag clips here, import media with I, or make a reel with N.</p> : null}
            </Empty>
          ) : (
            <Lanes
              layout={layout}
              columns={columns}
              tile={filledTile(width, columns, tile)}
              selection={selection}
              cut={held?.cut === true ? held.ids : none}
              renaming={renaming}
              scroller={scroller}
              onRename={finishRename}
              onFold={(id) =>
                setFolded((known) =>
                  known.has(id) ? new Set([...known].filter((other) => other !== id)) : new Set([...known, id]),
                )
              }
              onOpen={open}
              onMenu={(event, spot, at) => {
                event.preventDefault();
                const clip = clipAt(spot);
                if (clip !== undefined && !selection.ids.has(clip.id)) selection.one(spot);
                setMenu(at);
              }}
              onPointerDown={startDrag}
            />
          )}
          <StatusLine layout={layout} clip={looked} chosen={selection.ids.size} held={held} />
        </div>
      </div>
      <Suspense>
        {menu === undefined ? null : (
          <ClipMenu
            at={menu}
            chosen={chosen.length}
            doing={doing}
            canPaste={held !== undefined}
            onClose={() => setMenu(undefined)}
            onPastePlace={(id) => void paste(id)}
            onExportPlace={(id) => exportAll([id])}
            onArchivePlace={(id) => archiveAll([id])}
            onRenamePlace={(id) => setRenaming(id)}
            onRemovePlace={({ id, name, kind }) => void actions.remove([id], `the ${kind} “${name}”`)}
          />
        )}
      </Suspense>
      {relinking === undefined ? null : (
        <Suspense>
          <ChooseFolder
            title="Find media in a folder, and in all folders in it"
            choose="Find"
            isThere
            onChoose={(folder) => {
              setRelinking(undefined);
              void actions.relink(relinking, folder);
            }}
            onClose={() => setRelinking(undefined)}
          />
        </Suspense>
      )}
      {importing ? (
        <Suspense>
          <ImportDialog
            projectId={projectId}
            workspace={workspace}
            target={target?.id}
            onImported={(outcome) => actions.imported(outcome)}
            onClose={() => {
              setImporting(false);
              focusLanes();
            }}
          />
        </Suspense>
      ) : null}
    </>
  );
}

const none: ReadonlySet<string> = new Set();
const holdsAnything = (kind: string): boolean => kind === "library" || kind === "folder";
