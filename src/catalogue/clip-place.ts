import type { Catalogue, Entry } from "./catalogue.ts";

/** Where clips go that are sent to an entry: of the workspace, the Desktop and a reel group it is the first reel. */
export async function clipPlace(catalogue: Catalogue, place: Entry): Promise<Entry> {
  if (place.kind === "workspace" || place.kind === "desktop") return catalogue.firstReel(place.projectId);
  if (place.kind !== "reel group") return place;
  const reel = (await catalogue.children(place.id)).find(({ kind }) => kind === "reel");
  return reel ?? catalogue.create(place.id, "reel", "Reel 1");
}
