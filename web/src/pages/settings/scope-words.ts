/** What an access token may be good for, in the words of the page. */
export const scopeWords = [
  { scope: "read", text: "look at everything" },
  { scope: "catalogue", text: "make projects and reels, import, move and rename" },
  { scope: "export", text: "export, take snapshots, work with the queue, answer questions" },
  { scope: "archive", text: "archive, verify and restore" },
  { scope: "admin", text: "accounts, access tokens and webhooks" },
] as const;

export type Scope = (typeof scopeWords)[number]["scope"];
