import type { VideoEncoding } from "../media/render-job.ts";
import { knownTokens, resolveTokenText, tokensOf, type TokenValues } from "./naming/tokens.ts";

/** Known when the asset's name is decided, after the plan. */
const versionTokens = ["version", "version name"];

/** A picture is no place for a token that stands for nothing: it is drawn as nothing. */
const noValues: TokenValues = Object.fromEntries(
  Object.keys(knownTokens)
    .filter((name) => !versionTokens.includes(name))
    .map((name) => [name, ""]),
);

/** Fills the tokens of burn-ins, but for those of the version. */
export const withBurnInText = (video: VideoEncoding, values: TokenValues): VideoEncoding =>
  withText(video, { ...noValues, ...values });

/** Fills what `withBurnInText` left open. Without a version it stands for nothing. */
export const withBurnInVersion = (video: VideoEncoding, version: TokenValues = {}): VideoEncoding =>
  withText(video, { version: "", "version name": "", ...version });

const withText = (video: VideoEncoding, values: TokenValues): VideoEncoding => ({
  ...video,
  burnIns: video.burnIns.map((burnIn) => ({ ...burnIn, text: resolveTokenText(burnIn.text, values) })),
});

/** Names in `<>` that stand for nothing Cresset knows, and are drawn as they are. */
export const unknownBurnInTokens = ({ burnIns }: VideoEncoding): readonly string[] =>
  burnIns.flatMap(({ text }) => tokensOf(text)).filter((name) => !Object.hasOwn(knownTokens, name));
