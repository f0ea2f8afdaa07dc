import * as z from "zod";

/**
 * What the stream of events tells, by type. A client that hears one reads the resource again where it shows it; only what
 * changes many times a second carries its values.
 */
export const eventShapes = {
  /** First on every stream. `missed`: events that the client asked to be told again are forgotten, so it reads all again. */
  "stream.opened": z.object({ missed: z.boolean() }),
  "projects.changed": z.object({}),
  "catalogue.changed": z.object({ projectId: z.string(), revision: z.number() }),
} as const;

type Shapes = typeof eventShapes;

export type EventType = keyof Shapes;

export type EventData<T extends EventType> = z.infer<Shapes[T]>;

/** Something that happened, for those who look on. */
export type ServerEvent = { [T in EventType]: { readonly type: T; readonly data: EventData<T> } }[EventType];
