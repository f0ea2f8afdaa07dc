import type { Destination } from "./destination.ts";
import { folderDestination } from "./folder-destination.ts";

/** Says to a thread which destination to open. */
export interface DestinationPlace {
  readonly kind: "folder";
  readonly root: string;
}

export function openDestination({ root }: DestinationPlace): Destination {
  return folderDestination(root);
}
