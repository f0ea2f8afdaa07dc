import { Button, type ButtonProps } from "@mantine/core";
import { lazy, type ReactNode, Suspense, useRef, useState } from "react";
import type { MenuItem } from "./menu-items.ts";

// What menus are made of is a sixth of all script: it comes when the first one is about to be opened.
const fetchMenu = () => import("./open-menu.tsx");
const OpenMenu = lazy(() => fetchMenu().then(({ OpenMenu }) => ({ default: OpenMenu })));

export interface MenuButtonProps extends ButtonProps {
  /** Of the menu, for those who hear it. */
  readonly label: string;
  readonly items: readonly MenuItem[];
  /** Which sides of button and menu lie above each other. */
  readonly side?: "start" | "end";
  readonly title?: string;
  readonly children: ReactNode;
}

/** A button with a menu below it. */
export function MenuButton({ label, items, side = "start", children, ...button }: MenuButtonProps) {
  const element = useRef<HTMLButtonElement>(null);
  const [at, setAt] = useState<DOMRect>();
  /** A press on the button of an open menu closes it before the click comes. */
  const wasOpen = useRef(false);
  const open = () => setAt(element.current?.getBoundingClientRect());
  const close = () => {
    setAt(undefined);
    setTimeout(() => {
      // Unless what was chosen took the keyboard elsewhere.
      const { activeElement } = document;
      if (activeElement === null || activeElement === document.body) element.current?.focus({ preventScroll: true });
    });
  };
  return (
    <>
      <Button
        ref={element}
        aria-haspopup="menu"
        aria-expanded={at !== undefined}
        onPointerEnter={() => void fetchMenu()}
        onFocus={() => void fetchMenu()}
        onMouseDown={() => {
          wasOpen.current = at !== undefined;
        }}
        onClick={() => {
          if (!wasOpen.current) open();
          wasOpen.current = false;
        }}
        onKeyDown={(event) => {
          if (event.key !== "ArrowDown") return;
          event.preventDefault();
          // Once the press is over: the menu would take it for one that happens elsewhere, and close.
          setTimeout(open);
        }}
        {...button}
      >
        {children}
      </Button>
      <Suspense>
        {at === undefined ? null : <OpenMenu at={at} label={label} side={side} items={items} onClose={close} />}
      </Suspense>
    </>
  );
}
