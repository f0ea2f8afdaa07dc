import { Button, Menu } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { sentenceOf } from "../api/api-problem.ts";
import { api } from "../api/client.ts";
import { renewEvents } from "../api/events.ts";
import { Icon } from "../icons/icon.tsx";
import { notify } from "./notices.ts";
import { useMe } from "./use-me.ts";

/** Who is signed in, with the way out; nothing where nobody has to sign in. */
export function Person() {
  const { data: me } = useMe();
  const queries = useQueryClient();
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
    <Menu position="bottom-end">
      <Menu.Target>
        <Button variant="subtle" color="gray" rightSection={<Icon name="down" size={10} />}>
          {me.name}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{me.role}</Menu.Label>
        <Menu.Item onClick={() => void signOut()}>Sign out</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
