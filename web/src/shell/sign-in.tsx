import { Button, PasswordInput, TextInput } from "@mantine/core";
import "@mantine/core/styles/PasswordInput.layer.css";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { sentenceOf } from "../api/api-problem.ts";
import { api } from "../api/client.ts";
import { renewEvents } from "../api/events.ts";
import classes from "./sign-in.module.css";

/** Stands in place of everything where one has to sign in first. */
export function SignIn() {
  const queries = useQueryClient();
  const [name, setName] = useState("");
  const [password, setPassword] = useState("");
  const [failure, setFailure] = useState<string>();
  const [busy, setBusy] = useState(false);
  const first = useRef<HTMLInputElement>(null);
  useEffect(() => first.current?.focus(), []);
  const signIn = async () => {
    setBusy(true);
    setFailure(undefined);
    try {
      await api.post("/session", { name, password });
      renewEvents();
      await queries.resetQueries();
    } catch (error) {
      setFailure(sentenceOf(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <main className={classes.page}>
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault();
          void signIn();
        }}
      >
        <h1>Cresset</h1>
        <TextInput
          ref={first}
          label="Name"
          autoComplete="username"
          required
          withAsterisk={false}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <PasswordInput
          label="Password"
          size="xs"
          autoComplete="current-password"
          required
          withAsterisk={false}
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
        {failure === undefined ? null : (
          <p role="alert" className={classes.failure}>
            {failure}
          </p>
        )}
        <Button type="submit" variant="filled" size="xs" loading={busy}>
          Sign in
        </Button>
      </form>
    </main>
  );
}
