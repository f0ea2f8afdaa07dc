import type { AccountShape } from "../../../../src/server/shapes/access-shapes.ts";
import { sentenceOf } from "../../api/api-problem.ts";
import { api } from "../../api/client.ts";
import { ask } from "../../shell/ask.ts";
import { notify } from "../../shell/notices.ts";

export const addressOfAccount = ({ id }: Pick<AccountShape, "id">): string => `/accounts/${encodeURIComponent(id)}`;

/** Asks, and removes; the list hears of it from the server. */
export async function removeAccount(account: AccountShape): Promise<void> {
  const sure = await isSure({
    title: `Remove ${account.name}?`,
    message: "Its sessions and access tokens end at once. Programs that use them are refused.",
    verb: "Remove",
  });
  if (sure) await trying(`${account.name} was not removed`, () => api.delete(addressOfAccount(account)));
}

/** Lets nobody in with an account, after it has asked, or lets people in with it again. */
export async function turnAccount(account: AccountShape): Promise<void> {
  const disabled = account.disabledAt === null;
  const sure =
    !disabled ||
    (await isSure({
      title: `Disable ${account.name}?`,
      message:
        "Its sessions end at once, and its access tokens are refused until it is enabled again. What it has asked for goes on.",
      verb: "Disable",
    }));
  if (sure) await trying(`${account.name} is as it was`, () => api.patch(addressOfAccount(account), { disabled }));
}

async function isSure(asked: { readonly title: string; readonly message: string; readonly verb: string }) {
  const answer = await ask({
    title: asked.title,
    message: asked.message,
    kind: "warning",
    buttons: [
      { value: "keep", label: "Keep" },
      { value: "sure", label: asked.verb, primary: true, danger: true },
    ],
    escape: "keep",
  });
  return answer?.value === "sure";
}

async function trying(failed: string, work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    notify({ kind: "bad", title: failed, message: sentenceOf(error) });
  }
}
