import { type DestinationPlace, openDestination } from "./destination/open-destination.ts";

export type { DestinationPlace };

/** Bytes that fit where an archive lies; nothing where it cannot say. */
export const freeBytesAt = (place: DestinationPlace): number | undefined => openDestination(place).freeBytes();
