import { CressetError } from "../errors.ts";
import { errorMessage } from "./error-text.ts";
import type { HookApiBackend } from "./hook-api.ts";
import type { ApiAnswer, ApiRefusal, FromThread, ToThread } from "./thread-messages.ts";
import type { TimeWatch } from "./time-limit.ts";

/** Does for a hook what it asked of the run's API; the hook's time stands still meanwhile. */
export async function answerApi(
  message: Extract<FromThread, { kind: "api" }>,
  backend: HookApiBackend,
  watch: TimeWatch | undefined,
  post: (answer: ToThread) => void,
): Promise<void> {
  const { id } = message;
  watch?.pause();
  try {
    post({ kind: "answer", id, answer: await ask(message, backend) });
  } catch (error) {
    post({ kind: "refusal", id, error: refusal(error) });
  } finally {
    watch?.resume();
  }
}

async function ask(
  { request, caller }: Extract<FromThread, { kind: "api" }>,
  backend: HookApiBackend,
): Promise<ApiAnswer> {
  if (request.method === "probe") return { method: "probe", media: await backend.probe(request.path, caller) };
  if (request.method === "assetFiles") return { method: "assetFiles", files: await backend.assetFiles(caller) };
  if (request.method === "importClips")
    return { method: "importClips", result: await backend.importClips(request.paths, request.options, caller) };
  if (request.method === "mail") {
    await backend.mail(request.message, caller);
    return { method: "mail" };
  }
  return { method: "transcode", result: await backend.transcode(request.request, caller) };
}

const refusal = (error: unknown): ApiRefusal => ({
  code: error instanceof CressetError ? error.code : undefined,
  message: errorMessage(error),
  detail: error instanceof CressetError ? error.detail : undefined,
});
