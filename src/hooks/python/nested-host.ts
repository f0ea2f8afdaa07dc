import * as z from "zod";
import type { HandlerReport, HookHost } from "../hook-host.ts";
import { hookNames } from "../hook-names.ts";
import type { NestedHostOptions } from "../python-backend.ts";
import { stopsCall } from "../run-handlers.ts";
import { callHandler } from "./call-handler.ts";
import type { Interpreter } from "./interpreter.ts";
import { loadPythonFiles } from "./load-python-files.ts";

interface NestedHostPlace extends NestedHostOptions {
  readonly interpreter: () => Interpreter | undefined;
  readonly space: number;
  /** The question of Python whose thread calls the hooks. */
  readonly waiting: number;
  readonly timeLimitMs: number;
  readonly loadLimitMs: number;
}

/** Stands where the file of an override object would. */
const overrideName = "override hooks";

/** See `PythonRequestContext.nestedHost`. The interpreter is not its own: when that ends, so does the nested export. */
export function createNestedHost(options: NestedHostPlace): HookHost {
  const { space, waiting, timeLimitMs, loadLimitMs, overrideObject, userDataObject } = options;
  let opened: Promise<readonly string[]> | undefined;
  const live = (): Interpreter => {
    const interpreter = options.interpreter();
    const end = interpreter?.ended();
    if (interpreter === undefined || end !== undefined)
      throw new Error(end?.reason ?? "The Python interpreter is not running.");
    return interpreter;
  };
  const open = (): Promise<readonly string[]> => {
    opened ??= live()
      .ask("space.open", { space, overrideObject, userDataObject }, waiting)
      .then((hooks) => z.array(z.string()).parse(hooks));
    return opened;
  };
  return {
    async load(files) {
      const names = await open();
      if (overrideObject !== undefined) {
        const hooks = hookNames.filter((hook) => names.includes(hook));
        return [{ path: overrideName, folder: "", hooks, error: "", warnings: [], log: [] }];
      }
      const loaded = await loadPythonFiles(live(), files, new Map(), { loadLimitMs, waiting });
      if (loaded.end !== undefined) throw new Error(loaded.end.reason);
      return loaded.files;
    },
    async call(call) {
      await open();
      const reports: HandlerReport[] = [];
      let { info, userDataJson } = call;
      let sameInfo = false;
      let continues = call.continues === true;
      for (const file of call.files) {
        const { hook, scope } = call;
        const place = { interpreter: live(), space, waiting, timeLimitMs };
        const called = await callHandler({ hook, file, scope, info, sameInfo, continues, userDataJson }, place);
        userDataJson = undefined;
        ({ info } = called);
        sameInfo = called.clean;
        continues = true;
        reports.push(called.report);
        if (called.end !== undefined || stopsCall(hook, called.report)) break;
      }
      return { reports, info, strays: [] };
    },
    async setUserData(userDataJson, fromProfile) {
      await open();
      await live().ask("space.userData", { space, userData: userDataJson, fromProfile }, waiting);
    },
    async close() {
      const interpreter = options.interpreter();
      if (opened !== undefined && interpreter !== undefined && interpreter.ended() === undefined)
        await interpreter.ask("space.close", { space }, waiting).catch(() => {});
      return [];
    },
  };
}
