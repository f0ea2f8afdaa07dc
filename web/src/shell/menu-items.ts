import type { ReactNode } from "react";

/** What a menu offers, from top to bottom. */
export type MenuItem =
  | {
      readonly kind: "item";
      readonly label: string;
      readonly run: () => void;
      /** The key that does the same. */
      readonly hint?: string;
      readonly icon?: ReactNode;
    }
  | { readonly kind: "line" };
