import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import type { ActorShape } from "../../../../src/server/shapes/access-shapes.ts";
import { formatMoment } from "../../format/amounts.ts";
import { useKeys } from "../../keys/use-keys.ts";
import { Empty } from "../../shell/empty.tsx";
import { Failed } from "../../shell/failed.tsx";
import { Loading } from "../../shell/loading.tsx";
import { removeAccount, turnAccount } from "./account-actions.ts";
import { AccountDetail } from "./account-detail.tsx";
import { NewAccount } from "./new-account.tsx";
import { RowList } from "./row-list.tsx";
import { SectionNote } from "./section-note.tsx";
import { accountsQuery } from "./settings-queries.ts";
import classes from "./settings.module.css";
import { useChosen } from "./use-chosen.ts";

/** The accounts of the house. */
export function PeopleSection({ me }: { me: ActorShape }) {
  const { data, error, refetch } = useQuery(accountsQuery);
  const accounts = data?.items ?? [];
  const { list, chosen, making, choose, startMaking, back } = useChosen(accounts);
  const inList = () => document.activeElement === list.current;
  const isAnother = () => !making && chosen !== undefined && chosen.id !== me.accountId;
  useKeys("People", [
    { keys: "n", label: "New account", run: startMaking },
    {
      keys: "o",
      label: "Disable or enable the account",
      run: () => void (chosen === undefined ? undefined : turnAccount(chosen)),
      when: isAnother,
    },
    {
      keys: "Delete",
      label: "Remove the account",
      run: () => void (chosen === undefined ? undefined : removeAccount(chosen)),
      when: () => inList() && isAnother(),
    },
    { keys: "Escape", label: "To the list", run: back, whileTyping: true, when: () => !inList() },
  ]);
  if (data === undefined) return error === null ? <Loading /> : <Failed error={error} retry={() => void refetch()} />;
  const isOpen = me.by === "local";
  return (
    <div className={classes.columns}>
      <div className={classes.side}>
        <div className={classes.head}>
          <Button title="N" onClick={startMaking}>
            New account…
          </Button>
        </div>
        {isOpen && accounts.length > 0 ? (
          <SectionNote>
            Nobody has to sign in now: this server is reached from this machine alone. With --login, or at an address
            that others reach, these accounts are asked for.
          </SectionNote>
        ) : null}
        <RowList
          label="Accounts"
          list={list}
          items={accounts}
          chosen={making ? undefined : chosen?.id}
          onChoose={choose}
          takesFocus
          row={({ id, name, role, createdAt, disabledAt }) => (
            <>
              <span className={classes.rowTop}>
                <span className={classes.name}>{name}</span>
                <span className={disabledAt === null ? classes.quiet : classes.warning}>
                  {disabledAt === null ? role : "disabled"}
                </span>
              </span>
              <span className={classes.quiet}>
                since {formatMoment(createdAt)}
                {id === me.accountId ? ", you" : ""}
              </span>
            </>
          )}
        />
      </div>
      {making ? (
        <NewAccount isFirst={accounts.length === 0} onAdded={({ id }) => (choose(id), back())} onCancel={back} />
      ) : chosen === undefined ? (
        <NoAccounts />
      ) : (
        <AccountDetail key={chosen.id} account={chosen} isMe={chosen.id === me.accountId} />
      )}
    </div>
  );
}

function NoAccounts() {
  return (
    <Empty title="This house has no accounts">
      <p>
        On this machine nobody has to sign in: whoever reaches this address, every program of the machine&apos;s users
        included, may do everything.
      </p>
      <p>
        Make the first account, an admin, with <kbd>N</kbd>, or with: cresset accounts add NAME --role admin. Accounts
        change nothing for now. Once the server is started with --login, with --host at an address that others reach, or
        with --address behind a proxy, everybody has to sign in with one.
      </p>
    </Empty>
  );
}
