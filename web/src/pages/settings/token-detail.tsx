import { Button } from "@mantine/core";
import type { AccessTokenShape } from "../../../../src/server/shapes/access-shapes.ts";
import { sentenceOf } from "../../api/api-problem.ts";
import { api } from "../../api/client.ts";
import { formatMoment } from "../../format/amounts.ts";
import { ask } from "../../shell/ask.ts";
import { notify } from "../../shell/notices.ts";
import { ScrollRegion } from "../../shell/scroll-region.tsx";
import { scopeWords } from "./scope-words.ts";
import { SecretOnce } from "./secret-once.tsx";
import classes from "./settings.module.css";
import { expiryText, lastUseText } from "./token-times.ts";

export interface TokenDetailProps {
  readonly token: AccessTokenShape;
  /** The token itself, right after it was made. */
  readonly secret: string | undefined;
  readonly onKept: () => void;
}

/** One access token: whose, what for, and the end of it. */
export function TokenDetail({ token, secret, onKept }: TokenDetailProps) {
  return (
    <ScrollRegion className={classes.detail} label={`Access token ${token.name}`}>
      <h2>{token.name}</h2>
      {secret === undefined ? null : (
        <SecretOnce
          label="Programs send this as: Authorization: Bearer …"
          secret={secret}
          kept="Only what checks it is kept."
          onDone={onKept}
        />
      )}
      <dl className={classes.facts}>
        <dt>Whose</dt>
        <dd>{token.accountName}</dd>
        <dt>Made</dt>
        <dd>{formatMoment(token.createdAt)}</dd>
        <dt>Good</dt>
        <dd>{expiryText(token)}</dd>
        <dt>Used</dt>
        <dd>{lastUseText(token)}</dd>
        <dt>May</dt>
        <dd>
          <ul className={classes.plain}>
            {token.scopes.map((scope) => (
              <li key={scope}>
                {scope}: {scopeWords.find((known) => known.scope === scope)?.text ?? ""}
              </li>
            ))}
          </ul>
        </dd>
      </dl>
      <div className={classes.line}>
        <Button title="Del" onClick={() => void revokeToken(token)}>
          Take back…
        </Button>
      </div>
    </ScrollRegion>
  );
}

/** Asks, and takes the token back; the list hears of it from the server. */
export async function revokeToken({ id, name }: AccessTokenShape): Promise<void> {
  const answer = await ask({
    title: `Take "${name}" back?`,
    message: "Programs that use it are refused from then on.",
    kind: "warning",
    buttons: [
      { value: "keep", label: "Keep" },
      { value: "revoke", label: "Take back", primary: true, danger: true },
    ],
    escape: "keep",
  });
  if (answer?.value !== "revoke") return;
  try {
    await api.delete(`/access-tokens/${encodeURIComponent(id)}`);
  } catch (error) {
    notify({ kind: "bad", title: "The token is still good", message: sentenceOf(error) });
  }
}
