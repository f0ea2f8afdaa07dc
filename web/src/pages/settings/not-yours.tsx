import type { ActorShape } from "../../../../src/server/shapes/access-shapes.ts";
import { Empty } from "../../shell/empty.tsx";

/** Says plainly that a role does not reach. */
export function NotYours({ what, me }: { what: string; me: ActorShape }) {
  return (
    <Empty title={`${what} are for admins`}>
      <p>
        You are signed in as {me.name}, with the role {me.role}. Ask an admin of your house.
      </p>
    </Empty>
  );
}
