import { Button } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { AccountShape } from "../../../../src/server/shapes/access-shapes.ts";
import { api } from "../../api/client.ts";
import { formatMoment } from "../../format/amounts.ts";
import { notify } from "../../shell/notices.ts";
import { ScrollRegion } from "../../shell/scroll-region.tsx";
import { addressOfAccount, removeAccount, turnAccount } from "./account-actions.ts";
import { Form } from "./form.tsx";
import { NewPasswordField } from "./new-password-field.tsx";
import { RoleField } from "./role-field.tsx";
import { accountsQuery } from "./settings-queries.ts";
import classes from "./settings.module.css";
import { useSending } from "./use-sending.ts";

/** One account: its role, its password, whether it lets in, and the end of it. */
export function AccountDetail({ account, isMe }: { account: AccountShape; isMe: boolean }) {
  const queries = useQueryClient();
  const role = useSending();
  const secret = useSending();
  const [password, setPassword] = useState("");
  const [wanted, setWanted] = useState(account.role);
  const change = async (changes: { readonly role?: string; readonly password?: string }) => {
    await api.patch(addressOfAccount(account), changes);
    await queries.invalidateQueries({ queryKey: accountsQuery.queryKey });
  };
  const changeRole = async () => {
    if (!(await role.send(() => change({ role: wanted })))) return;
    notify({ kind: "good", title: `${account.name} has the role ${wanted}` });
  };
  const changePassword = async () => {
    if (!(await secret.send(() => change({ password })))) return;
    setPassword("");
    notify({ kind: "good", title: `${account.name} has a new password`, message: "Every session of it has ended." });
  };
  return (
    <ScrollRegion className={classes.detail} label={`Account ${account.name}`}>
      <h2>{account.name}</h2>
      {account.disabledAt === null ? null : (
        <p className={classes.warning}>
          It is disabled since {formatMoment(account.disabledAt)}: nobody gets in with it, and its access tokens are
          refused.
        </p>
      )}
      <Form title="Role" verb="Set" busy={role.busy} failure={role.failure} onSend={() => void changeRole()}>
        <RoleField value={wanted} onChange={setWanted} />
      </Form>
      {isMe ? (
        <p className={classes.quiet}>
          This is you: your password is under You, and you can neither disable nor remove yourself here.
        </p>
      ) : (
        <>
          <Form
            title="Another password"
            verb="Set"
            busy={secret.busy}
            failure={secret.failure}
            onSend={() => void changePassword()}
          >
            <NewPasswordField
              label="New password"
              hint="It ends every session of this account; access tokens stay."
              value={password}
              onChange={setPassword}
            />
          </Form>
          <div className={classes.form}>
            <h2>{account.disabledAt === null ? "Disable" : "Enable"}</h2>
            <p className={classes.quiet}>
              {account.disabledAt === null
                ? "Sessions end at once and access tokens are refused, until it is enabled again."
                : "People sign in with it again, and its access tokens are good again."}
            </p>
            <div className={classes.line}>
              <Button title="O" onClick={() => void turnAccount(account)}>
                {account.disabledAt === null ? "Disable…" : "Enable"}
              </Button>
            </div>
          </div>
          <div className={classes.form}>
            <h2>Remove</h2>
            <p className={classes.quiet}>
              Sessions and access tokens of it end at once. What was done stays in the audit log.
            </p>
            <div className={classes.line}>
              <Button title="Del" onClick={() => void removeAccount(account)}>
                Remove…
              </Button>
            </div>
          </div>
        </>
      )}
    </ScrollRegion>
  );
}
