import type { ArchiveJson } from "./archive-json.ts";

/** What lies beside the segments for somebody who finds the archive and has never heard of Cresset. */
export const archiveReadme = ({ name, comment, id, createdAt, user, host }: ArchiveJson): string =>
  `${name}
${"=".repeat(name.length)}
${comment === "" ? "" : `${comment}\n`}
This is an archive of film and sound material, begun ${createdAt} by ${user} on ${host}.
Its id is ${id}. You do not need the program that wrote it: everything here is tar, JSON and XML.

To get everything back
----------------------
Each folder session_0001, session_0002 ... is one archive session. Extract all its segments into one place:

    mkdir restored && cd restored
    for f in /path/to/this/session_0001/seg_*.tar; do tar xf "$f"; done

Extended attributes (colour tags and the like) come with "tar --xattrs --xattrs-include='*' -xf"; those of files in parts are in
toc.jsonl.

Order matters where a file was archived more than once: the later copy counts. Do the same for the other sessions; each
has a folder of its own in what comes out.

A file longer than a segment comes out in parts. Join them with cat, in the order of their names:

    cat movie.mov.part0000 movie.mov.part0001 > movie.mov

Where there were files of such names already the parts are called movie.mov.piece0000 and so on: "firstPart" of the file's
line in toc.jsonl says how. To keep the holes of a file that has some, join its parts with

    cat disk.img.part* | cp --sparse=always /dev/stdin disk.img

To check it
-----------
What comes out of a session has a folder "ascmhl": a history of checksums as the American Society of Cinematographers
defines it (ASC MHL v2.0). Join parts first. Its reference tool checks the tree:

    ascmhl-debug verify NAME_0001

The same checksums (xxh128) can be had with "xxhsum -H2". toc.jsonl in each session's folder has a line of JSON for each
file: path, size, modification time (nanoseconds since 1970), xxh128, sha256, and in which segment, from which byte on, its
data lies. A path that is not valid UTF-8 is given as base64.

The segments
------------
POSIX pax tar files. The first member of each, .cresset/seg_0001.json, says which segment of which session it is. Files
with holes are kept as GNU tar does (format 1.0); other tar programs write them out as a map and data.
A session without session.json was not finished: its closed segments are good, and journal.jsonl lists what is in them.
`;
