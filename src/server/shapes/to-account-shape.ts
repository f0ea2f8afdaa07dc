import type { Account } from "../../catalogue/people-store.ts";
import type { AccountShape } from "./access-shapes.ts";

/** An account as it goes over the line. */
export const toAccountShape = ({ id, name, role, createdAt, disabledAt }: Account): AccountShape => ({
  id,
  name,
  role,
  createdAt: createdAt.toISOString(),
  disabledAt: disabledAt?.toISOString() ?? null,
});
