/** Who is told of events over HTTP, and what became of it, as Kysely sees it. Times are ISO 8601 in UTC. */
export interface WebhookTables {
  readonly webhooks: WebhookRow;
  readonly webhook_deliveries: WebhookDeliveryRow;
}

export interface WebhookRow {
  id: string;
  url: string;
  /** `whsec_…`: what is sent is signed with it, so it is kept as it is. */
  secret: string;
  /** Types of events with spaces between. */
  types: string;
  /** 0 or 1. */
  enabled: number;
  created_at: string;
}

export interface WebhookDeliveryRow {
  id: string;
  webhook_id: string;
  type: string;
  /** What is sent, as text: each attempt sends the same. */
  body: string;
  /** `waiting`, `delivered` or `failed`. */
  status: string;
  attempts: number;
  created_at: string;
  /** When it is tried next. */
  next_at: string | null;
  last_attempt_at: string | null;
  /** Status of the last answer. */
  response_status: number | null;
  /** Why the last attempt failed; empty when it did not. */
  error: string;
  /** Beginning of what the other side said at the last attempt. */
  answer: string;
}
