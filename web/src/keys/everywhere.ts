/** The group of the keys that work on every page. */
export const everywhere = "Everywhere";
