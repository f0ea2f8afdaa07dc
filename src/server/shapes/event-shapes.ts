import * as z from "zod";
import { questionShape } from "./question-shapes.ts";
import { progressShape } from "./queue-shapes.ts";

/** A check of an archive is no run; it has an item all the same. */
const runOf = z.object({ runId: z.string().nullable(), itemId: z.string().nullable() });

/**
 * What the stream of events tells, by type. A client that hears one reads the resource again where it shows it; only what
 * changes many times a second carries its values.
 */
export const eventShapes = {
  /** First on every stream. `missed`: events that the client asked to be told again are forgotten, so it reads all again. */
  "stream.opened": z.object({ missed: z.boolean() }),
  "projects.changed": z.object({}),
  "catalogue.changed": z.object({ projectId: z.string(), revision: z.number() }),
  /** `itemId` where it is about one item. */
  "queue.changed": z.object({ itemId: z.string().nullable() }),
  "run.started": runOf,
  /** At most four times a second for each run; of its assets those that run, or have ended since the last time. */
  "run.progress": runOf.extend({ progress: progressShape }),
  "run.asset": runOf.extend({
    id: z.string(),
    name: z.string(),
    status: z.string(),
    path: z.string(),
    reason: z.string(),
  }),
  "run.hook": runOf.extend({ hook: z.string(), files: z.array(z.string()), aborted: z.boolean(), failed: z.boolean() }),
  "run.message": runOf.extend({ text: z.string(), level: z.string() }),
  "run.finished": runOf.extend({ status: z.string(), message: z.string() }),
  "question.asked": questionShape,
  /** `answer` is empty for a question that was withdrawn, because what asked it has ended. */
  "question.answered": z.object({ id: z.string(), answer: z.string() }),
  "archive.segment": runOf.extend({ number: z.number(), path: z.string(), fault: z.string() }),
  "archives.changed": z.object({}),
  "hooks.changed": z.object({}),
  "presets.changed": z.object({}),
  /** Accounts or access tokens, by this server. */
  "access.changed": z.object({}),
  /** A webhook, or its log. */
  "webhooks.changed": z.object({ webhookId: z.string() }),
  /** What a script shows to people (`flame.messages`). */
  message: z.object({ runId: z.string().nullable(), text: z.string(), level: z.string() }),
} as const;

type Shapes = typeof eventShapes;

export type EventType = keyof Shapes;

export type EventData<T extends EventType> = z.infer<Shapes[T]>;

/** Something that happened, for those who look on. */
export type ServerEvent = { [T in EventType]: { readonly type: T; readonly data: EventData<T> } }[EventType];
