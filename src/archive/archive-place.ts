import { type DestinationPlace, kindOfDestination, openDestination } from "./destination/open-destination.ts";

export type { DestinationPlace };

/** The place of an archive that is to be made in a folder: on a tape it is written as tapes are. */
export const placeAt = (root: string): DestinationPlace => ({ kind: kindOfDestination(root), root });

/** Bytes that fit where an archive lies; nothing where it cannot say. */
export const freeBytesAt = (place: DestinationPlace): number | undefined => openDestination(place).freeBytes();
