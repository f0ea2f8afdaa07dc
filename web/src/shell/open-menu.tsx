import { Menu } from "@mantine/core";
import type { MenuItem } from "./menu-items.ts";
import classes from "./shell.module.css";

export interface OpenMenuProps {
  /** What it belongs to. */
  readonly at: DOMRect;
  readonly label: string;
  readonly side: "start" | "end";
  readonly items: readonly MenuItem[];
  readonly onClose: () => void;
}

/** The menu of a `MenuButton`, once it was asked for. */
export function OpenMenu({ at, label, side, items, onClose }: OpenMenuProps) {
  const { left, top, width, height } = at;
  return (
    <Menu opened onClose={onClose} position={`bottom-${side}`} withinPortal>
      <Menu.Target>
        <button
          type="button"
          tabIndex={-1}
          aria-label={`${label}, menu`}
          className={classes.menuAt}
          style={{ left, top, width, height }}
        />
      </Menu.Target>
      <Menu.Dropdown>
        {items.map((item, index) =>
          item.kind === "line" ? (
            <Menu.Divider key={`line ${index}`} />
          ) : (
            <Menu.Item
              key={`${index} ${item.label}`}
              leftSection={item.icon}
              rightSection={item.hint}
              onClick={item.run}
            >
              {item.label}
            </Menu.Item>
          ),
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
