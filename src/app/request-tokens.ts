import { hostname } from "node:os";
import { dateTokens } from "../export/date-tokens.ts";
import type { ExportRequest } from "../export/export-request.ts";
import { version } from "./version.ts";

/** The tokens of an export that are the same for each of its assets. */
export const requestTokens = ({ requestedAt, user, project }: ExportRequest) => ({
  ...dateTokens(new Date(requestedAt)),
  workstation: hostname(),
  user: user.name,
  "user nickname": user.nickname,
  project: project.name,
  "project nickname": project.nickname,
  application: "Cresset",
  "application version": version,
});
