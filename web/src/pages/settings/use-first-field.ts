import { useEffect, useRef } from "react";

/** Gives the keyboard to the first field of a form that appears. */
export function useFirstField(wanted: boolean) {
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (wanted) form.current?.querySelector<HTMLElement>("input, select")?.focus();
  }, [wanted]);
  return form;
}
