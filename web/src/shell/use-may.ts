import type { ActorShape } from "../../../src/server/shapes/access-shapes.ts";
import { useMe } from "./use-me.ts";

/** From the one that may least. */
const roles = ["viewer", "artist", "lead", "admin"] as const satisfies readonly ActorShape["role"][];

/**
 * Whether whoever looks may do what takes a role: what he may not is not offered. Until it is known who looks everything is;
 * it is the server that refuses.
 */
export function useMay(role: ActorShape["role"]): boolean {
  const { data: me } = useMe();
  return me === undefined || roles.indexOf(me.role) >= roles.indexOf(role);
}
