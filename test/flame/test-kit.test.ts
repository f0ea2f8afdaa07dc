import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { testExport } from "../../src/app/test-export.ts";
import { hasPython } from "../../src/hooks/test-python.ts";
import { dedent } from "./script.ts";

describe.skipIf(!hasPython)("testExport", () => {
  it("gives Python hooks a flame module with a catalogue of its own, and starts no exports", async () => {
    const folder = await mkdtemp(path.join(tmpdir(), "cresset-kit-"));
    const hook = `
      import flame

      def pre_export(info, userData):
          desktop = flame.project.current_project.current_workspace.desktop
          reel = desktop.reel_groups[0].create_reel("Mine")
          userData["reels"] = [reel.name.get_value() for reel in desktop.reel_groups[0].reels]
          sequence = reel.create_sequence("made")
          try:
              flame.PyExporter().export(sequence, "PNG", "/nowhere")
          except NotImplementedError as error:
              userData["export"] = str(error)
    `;
    try {
      await writeFile(path.join(folder, "hook.py"), dedent(hook));
      const { userData, outcome } = await testExport({ hooks: { folders: [folder] } });
      expect(outcome.status).toBe("finished");
      expect(userData).toEqual({
        reels: ["Reel 1", "Reel 2", "Reel 3", "Reel 4", "Mine"],
        export: expect.stringContaining("renders nothing"),
      });
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});
