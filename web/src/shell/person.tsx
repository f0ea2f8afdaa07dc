import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { sentenceOf } from "../api/api-problem.ts";
import { api } from "../api/client.ts";
import { renewEvents } from "../api/events.ts";
import { Icon } from "../icons/icon.tsx";
import { MenuButton } from "./menu-button.tsx";
import { notify } from "./notices.ts";
import { useMe } from "./use-me.ts";

/** Who is signed in, with the way out; nothing where nobody has to sign in. */
export function Person() {
  const { data: me } = useMe();
  const queries = useQueryClient();
  const navigate = useNavigate();
  if (me?.by !== "session") return null;
  const signOut = async () => {
    try {
      await api.delete("/session");
      renewEvents();
      await queries.resetQueries();
    } catch (error) {
      notify({ kind: "bad", title: "Still signed in", message: sentenceOf(error) });
    }
  };
  return (
    <MenuButton
      label={me.name}
      title={`Signed in with the role ${me.role}`}
      side="end"
      variant="subtle"
      color="gray"
      rightSection={<Icon name="down" size={10} />}
      items={[
        {
          kind: "item",
          label: "Your password…",
          run: () => void navigate({ to: "/settings", search: { section: "you" } }),
        },
        { kind: "item", label: "Sign out", run: () => void signOut() },
      ]}
    >
      {me.name}
    </MenuButton>
  );
}
