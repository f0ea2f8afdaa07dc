import { rational } from "../../time/rational.ts";
import { rate } from "../../time/rate.ts";
import type { ClipDraft } from "../catalogue.ts";

/** A clip of 100 frames as an import would give it, without a file behind it: for tests. */
export function testClip(name: string, more: Partial<ClipDraft> = {}): ClipDraft {
  const media = {
    path: `/rushes/day 1/${name}.mov`,
    format: "mov",
    duration: rational(100, 24),
    video: [],
    audio: [],
    tapeName: "A001",
    metadata: {},
    warnings: [],
  };
  return {
    kind: "clip",
    name,
    facts: {
      source: { kind: "media", versions: [{ name: "", number: 1, media }], current: 0 },
      duration: 100,
      rate: rate(24),
      dropFrame: false,
      startFrame: 86_400,
      width: 1920,
      height: 1080,
    },
    ...more,
  };
}
