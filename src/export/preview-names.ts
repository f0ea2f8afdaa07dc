import { CressetError } from "../errors.ts";
import { resolveAssetPath } from "./naming/asset-path.ts";
import { knownTokens } from "./naming/tokens.ts";
import { nextVersion, versionTokens } from "./naming/versions.ts";
import type { PlannedAsset, PlannedSequence } from "./planned-asset.ts";

export { knownTokens };

/** What an asset would be called before hooks. */
export interface PreviewedName {
  readonly sequence: string;
  readonly asset: string;
  readonly type: string;
  /** Relative to the destination; empty where there is a problem. */
  readonly name: string;
  /** Why it has no name; else empty. */
  readonly problem: string;
}

/**
 * The names that the assets of a plan would get.
 * @param destination where versions are counted, absolute; without one each has its first.
 */
export function previewNames({ key, assets }: PlannedSequence, destination: string | undefined): PreviewedName[] {
  return assets.map((asset) => {
    const known = { sequence: key, asset: asset.info.assetName, type: asset.info.assetType };
    try {
      return { ...known, name: nameOf(asset, destination), problem: "" };
    } catch (error) {
      if (!(error instanceof CressetError)) throw error;
      return { ...known, name: "", problem: error.message };
    }
  });
}

function nameOf(
  { namePattern, tokens, tokenPadding, extension, fileRange, loadedPreset }: PlannedAsset,
  destination: string | undefined,
): string {
  const named = (version: object) =>
    resolveAssetPath({
      pattern: namePattern,
      values: { ...tokens, ...version },
      extension,
      ...(fileRange === undefined ? {} : { fileRange }),
      ...(tokenPadding === undefined ? {} : { padding: tokenPadding }),
    });
  const { versioning } = loadedPreset.preset;
  if (versioning === undefined) return named({});
  const number =
    destination === undefined
      ? versioning.start
      : nextVersion({ destinationPath: destination, path: named, versioning });
  return named(versionTokens(number, versioning));
}
