import type { ReactNode, Ref } from "react";

export interface ScrollRegionProps {
  /** What it shows, for those who hear it. */
  readonly label: string;
  readonly className: string | undefined;
  readonly ref?: Ref<HTMLDivElement>;
  readonly children: ReactNode;
}

/** A part of a page that scrolls by itself. */
export function ScrollRegion({ label, className, ref, children }: ScrollRegionProps) {
  return (
    // It is reached by Tab, because a keyboard scrolls only what it has reached; nothing else happens in it.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div ref={ref} className={className} tabIndex={0} role="region" aria-label={label}>
      {children}
    </div>
  );
}
