import type { Destination } from "../destination/destination.ts";
import { createXxh128 } from "../../media/xxh128.ts";

/**
 * The files of an archive that its own history covers: what lies in its folder and in those of finished sessions. What is
 * there for a while only is no part of it.
 */
export function archiveFiles(destination: Destination): readonly string[] {
  const names = destination.list("");
  const top = names.filter((name) => !name.startsWith(".") && !/^session_\d+$|^ascmhl$|\.partial$/.test(name));
  const inSessions = names
    .filter((name) => /^session_\d+$/.test(name))
    .flatMap((folder) => {
      const files = destination.list(folder).filter((name) => !name.startsWith(".") && !name.endsWith(".partial"));
      return files.includes("session.json") ? files.map((name) => `${folder}/${name}`) : [];
    });
  return [...top, ...inSessions];
}

/** Reads a stored file from its beginning to its end. @throws the file system's error. */
export function hashStored(destination: Destination, file: string, onRead: (bytes: number) => void): string {
  const stored = destination.open(file);
  const buffer = Buffer.allocUnsafe(1024 * 1024);
  const hash = createXxh128();
  try {
    for (let at = 0; ;) {
      const got = stored.read(buffer, at);
      if (got === 0) return hash.digest();
      hash.update(buffer.subarray(0, got));
      onRead(got);
      at += got;
    }
  } finally {
    stored.close();
  }
}
