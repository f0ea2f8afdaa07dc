/** The parts of the page, in the order of their keys 1, 2, …; all but `you` and `house` are lists. */
export const sections = [
  { name: "you", title: "You" },
  { name: "people", title: "People" },
  { name: "tokens", title: "Access tokens" },
  { name: "webhooks", title: "Webhooks" },
  { name: "house", title: "House" },
] as const;

export type SectionName = (typeof sections)[number]["name"];
