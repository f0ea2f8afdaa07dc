import path from "node:path";
import { PythonError } from "../hooks/python-backend.ts";
import { createProber } from "../media/probe.ts";
import { type FlameBackend, flameBackend } from "./flame-backend.ts";
import { lazyCatalogue } from "./lazy-catalogue.ts";

/** The flame module of the test kit: a catalogue of its own in a scratch folder, real imports, no exports. */
export function testFlame(folder: string): { readonly backend: FlameBackend; close(): Promise<void> } {
  const catalogue = lazyCatalogue(path.join(folder, ".cresset-test.db"));
  const prober = createProber();
  const refuse = async (): Promise<never> => {
    throw new PythonError(
      "NotImplementedError",
      "PyExporter.export starts nothing in the test kit: it renders nothing.",
    );
  };
  const backend = flameBackend({
    catalogue: catalogue.open,
    project: async () => (await catalogue.open()).ensureProject({ name: "test" }),
    prober,
    mediaFolders: [],
    user: { name: "test", nickname: "test" },
    home: folder,
    presetFolders: [],
    tell: () => {},
    depth: 0,
    inherited: {},
    exportNested: refuse,
    exportDetached: refuse,
  });
  return {
    backend,
    async close() {
      await backend.settled();
      await Promise.all([catalogue.close(), prober.close()]);
    },
  };
}
