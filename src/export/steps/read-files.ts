import type { SandwichRun } from "../sandwich-run.ts";
import { SourceFiles } from "../source-files.ts";
import type { DecidedAsset } from "./decide-asset.ts";

/** Everything that an export of these assets reads. */
export const readFiles = ({ sequences, request }: SandwichRun, assets: readonly DecidedAsset[]): SourceFiles =>
  new SourceFiles([
    ...sequences.flatMap(({ media }) => media),
    ...assets.map(({ planned }) => planned.loadedPreset),
    ...[...request.sources, ...request.subtitleFiles].map((file) => ({ path: file })),
  ]);
