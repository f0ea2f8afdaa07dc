/** An address that is told of events. */
export interface Webhook {
  readonly id: string;
  readonly url: string;
  /** `whsec_…`, as Standard Webhooks spells it. */
  readonly secret: string;
  readonly types: readonly string[];
  readonly enabled: boolean;
  readonly createdAt: Date;
}

/** An event on its way to an address, or what became of it. */
export interface WebhookDelivery {
  readonly id: string;
  readonly webhookId: string;
  readonly type: string;
  readonly body: string;
  readonly status: "waiting" | "delivered" | "failed";
  readonly attempts: number;
  readonly createdAt: Date;
  readonly nextAt: Date | undefined;
  readonly lastAttemptAt: Date | undefined;
  readonly responseStatus: number | undefined;
  /** Why the last attempt failed; empty when it did not. */
  readonly error: string;
  /** Beginning of what the other side said at the last attempt; empty when it said nothing. */
  readonly answer: string;
}

export type DeliveryAttempt = Pick<WebhookDelivery, "status" | "responseStatus" | "error" | "answer" | "nextAt">;

/** Webhooks with the log of what was sent. */
export interface WebhookStore {
  webhooks(): Promise<readonly Webhook[]>;
  /** @throws CressetError `not-found`. */
  webhook(id: string): Promise<Webhook>;
  add(webhook: Pick<Webhook, "url" | "secret" | "types">): Promise<Webhook>;
  /** @throws CressetError `not-found`. */
  change(id: string, changes: Partial<Pick<Webhook, "url" | "types" | "enabled">>): Promise<Webhook>;
  /** With its log. @throws CressetError `not-found`. */
  remove(id: string): Promise<void>;

  /** Notes an event for an address. It is due now, or at `dueAt` when whoever notes it sends it too. */
  addDelivery(webhookId: string, type: string, body: string, dueAt?: Date): Promise<WebhookDelivery>;
  /** The same for what several processes see: the first of a key is noted, under an id made of it, the others are not. */
  addDeliveryOnce(webhookId: string, type: string, body: string, key: string): Promise<void>;
  /** The latest first. */
  deliveries(
    webhookId: string,
    page: { readonly offset: number; readonly limit: number },
  ): Promise<readonly WebhookDelivery[]>;
  /** @throws CressetError `not-found`; also for one of another webhook. */
  delivery(webhookId: string, id: string): Promise<WebhookDelivery>;
  /** How many wait to be sent, those of addresses that are switched off among them. */
  waiting(): Promise<number>;
  /** Takes what is due: nobody else gets it before `until`. */
  takeDue(until: Date, most: number): Promise<readonly WebhookDelivery[]>;
  /** Notes what became of an attempt. */
  noteAttempt(id: string, attempt: DeliveryAttempt): Promise<WebhookDelivery>;
  close(): Promise<void>;
}
