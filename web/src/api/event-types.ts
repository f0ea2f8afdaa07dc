import type { EventType } from "../../../src/server/shapes/event-shapes.ts";

/** Each type that the server knows, for a stream tells of no others. */
export const eventTypes = Object.keys({
  "stream.opened": 0,
  "projects.changed": 0,
  "catalogue.changed": 0,
  "queue.changed": 0,
  "run.started": 0,
  "run.progress": 0,
  "run.asset": 0,
  "run.hook": 0,
  "run.message": 0,
  "run.finished": 0,
  "question.asked": 0,
  "question.answered": 0,
  "archive.segment": 0,
  "archives.changed": 0,
  "hooks.changed": 0,
  "presets.changed": 0,
  "access.changed": 0,
  "webhooks.changed": 0,
  message: 0,
} satisfies Record<EventType, 0>);
