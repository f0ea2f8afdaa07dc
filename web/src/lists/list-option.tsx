import type { HTMLAttributes, MouseEvent, RefCallback } from "react";

export interface ListOptionProps extends Omit<HTMLAttributes<HTMLElement>, "role" | "aria-selected" | "onClick"> {
  /** As its list: of a `<ul>` the options are `<li>`. */
  readonly as: "li" | "div";
  readonly selected: boolean;
  readonly onChoose: (event: MouseEvent) => void;
  readonly ref?: RefCallback<HTMLElement> | undefined;
}

/** One of those that a list offers. The list, or the field it belongs to, has the keyboard; a click is the mouse's way. */
export function ListOption({ as: Element, selected, onChoose, children, ...rest }: ListOptionProps) {
  return (
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events
    <Element {...rest} role="option" aria-selected={selected} onClick={onChoose}>
      {children}
    </Element>
  );
}
