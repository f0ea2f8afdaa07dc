import { useState } from "react";
import type { ActorShape } from "../../../../src/server/shapes/access-shapes.ts";
import { api } from "../../api/client.ts";
import { renewEvents } from "../../api/events.ts";
import { TextField } from "../../fields/fields.tsx";
import { notify } from "../../shell/notices.ts";
import { ScrollRegion } from "../../shell/scroll-region.tsx";
import { Form } from "./form.tsx";
import { NewPasswordField } from "./new-password-field.tsx";
import { roleWords } from "./role-words.ts";
import { SectionNote } from "./section-note.tsx";
import classes from "./settings.module.css";
import { useSending } from "./use-sending.ts";

/** Who one is here, what that allows, and one's own password. */
export function YouSection({ me }: { me: ActorShape }) {
  return (
    <ScrollRegion className={classes.sheet} label="You">
      <dl className={classes.facts}>
        <dt>Name</dt>
        <dd>{me.name}</dd>
        <dt>Role</dt>
        <dd>
          {me.role}: may {roleWords[me.role]}
        </dd>
        <dt>Signed in</dt>
        <dd>{me.by === "local" ? "nobody has to, on this machine" : "with a password"}</dd>
      </dl>
      {me.by === "session" ? (
        <MyPassword />
      ) : (
        <SectionNote>
          You have no password here: whoever reaches this address from this machine may do everything. That is so until
          the server is started with --login, or at an address that others reach.
        </SectionNote>
      )}
    </ScrollRegion>
  );
}

function MyPassword() {
  const { busy, failure, send } = useSending();
  const [current, setCurrent] = useState("");
  const [password, setPassword] = useState("");
  const [again, setAgain] = useState("");
  const differs = again !== "" && again !== password;
  const change = async () => {
    if (differs || again === "") return;
    if (!(await send(() => api.post("/me/password", { current, password })))) return;
    // The stream of events ends with the session that opened it; there is a new one.
    renewEvents();
    for (const clear of [setCurrent, setPassword, setAgain]) clear("");
    notify({ kind: "good", title: "Your password was changed", message: "Your other sessions have ended." });
  };
  return (
    <Form title="Your password" verb="Change" busy={busy} failure={failure} onSend={() => void change()}>
      <TextField
        label="Present password"
        type="password"
        autoComplete="current-password"
        required
        value={current}
        onChange={setCurrent}
      />
      <NewPasswordField label="New password" value={password} onChange={setPassword} />
      <TextField
        label="New password, again"
        type="password"
        autoComplete="new-password"
        required
        value={again}
        onChange={setAgain}
        {...(differs ? { hint: "The two are not the same.", hintKind: "bad" as const } : {})}
      />
    </Form>
  );
}
