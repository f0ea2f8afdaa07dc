import { stemOf } from "./conform/media-name.ts";

/**
 * What a clip or segment is called, without what only its file needs: `A001.mov` → `A001`, `sh010.%04d.exr` → `sh010`. Cuts
 * often name clips by their files, and names of new files are made of them.
 */
export function bareName(name: string): string {
  const [, before] = /^(.*?)[._\- ]*(?:\[\d+-\d+\]|%\d*d|#+)\.[^.]+$/s.exec(name) ?? [];
  return before === undefined || before === "" ? stemOf(name) : before;
}
