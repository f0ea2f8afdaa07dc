import { freshBuild } from "./fresh-build.ts";

/** @returns the folder of the built pages of the source as it stands, for `startServer({ webFolder })`. */
export const freshWeb = (): Promise<string> =>
  freshBuild({
    name: "cresset-web",
    script: "scripts/build-web.ts",
    sources: ["web/index.html", "web/vite.config.ts", "web/src/**/*.*", "src/time/*.ts"],
    env: { NODE_ENV: "production" },
  });
