/**
 * What sentences advise at the command line, and what whoever is at a page or a program does in its place; the more special
 * ones first. Sentences are made where something happens, for the command line; here they are spelled for the others.
 */
const spellings: readonly (readonly [RegExp, string])[] = [
  [/Find it with `cresset clip relink` and --media FOLDER/g, "Find it on the Desktop (F)"],
  [/Name the folders of the media with --media/g, "Name the folders of the media"],
  [/ with --allow-missing/g, ": choose to export although media is missing"],
  [/Name its folder with --media\./g, "Name its folder."],
  [/Check --media\./g, "Check the folders of the media."],
  [/Give one with --preset; `cresset presets list` shows them\./g, "Choose one."],
  [/--strict was given, and /g, "Warnings were to stop it, and "],
  [/or write beside it with --overwrite version-up/g, "or write a new version beside it"],
  [
    /Say what to do with --overwrite overwrite, skip or version-up, answer in an exportOverwriteFile hook, or run in a terminal to be asked\./g,
    "Say what to do with it: overwrite, skip or a new version.",
  ],
  [/^--overwrite version-up$/g, "as was asked for: a new version"],
  [/^--overwrite (\S+)$/g, "as was asked for: $1"],
  [/ \(--overwrite\)/g, ""],
  [/ \(--to\)/g, ""],
  [/or restore plain files with --to\./g, "or restore plain files."],
  [/leave --owners out, or/g, "leave owners out, or"],
  [/ after --as, got/g, ", got"],
  [/Name one of them with --sequence:/g, "Name one of them:"],
  [/, or give --preset\./g, ", or one is chosen."],
  [/; name its folder with --hooks\./g, "; name its folder in the settings."],
  [/; the folders in it are looked into with --recursive/g, "; the folders in it can be looked into, too"],
  [/ or name the frames with --range/g, " or name the frames"],
  [/Give --rate if that is wrong\./g, "Give its rate if that is wrong."],
  [/ with --rate\b/g, ""],
  [/the rate \(--rate\)/g, "the rate"],
  [/for example --rate /g, "for example "],
  [/--rate sets another\./g, "Another one can be given."],
  [/ What was added goes on with: cresset archive add ARCHIVE --resume/g, " It goes on from the Archives page."],
  [/cresset archive add \S+ --resume goes on with it\./g, "Resume it to go on."],
  [/Say --resume to go on with it\./g, "Resume it to go on."],
  [/name the entries again, with --resume\./g, "choose again what to archive, and resume it."],
  [/say --force to begin all the same\./g, "choose to begin all the same."],
  [/--resume goes on where it stopped\./g, "resumed, it goes on where it stopped."],
  [/a session that was begun goes on with --resume/g, "a session that was begun can be resumed"],
  [/--resume goes on\./g, "resumed, it goes on."],
  [/cresset archive list shows what it holds\./g, "Its contents show what it holds."],
  [/"cresset runs list" shows what there is\./g, "The history shows what there is."],
  [/cresset runs show tells why\./g, "Its run in the history tells why."],
  [/ goes on in the background\. cresset runs show \S+/g, " goes on in the background."],
  [/"cresset project new NAME" makes one\./g, "Make one."],
  [/"cresset bin" shows what there is\./g, "The bin shows what there is."],
  [/Bring that back first: cresset undelete \S+\./g, "Bring that back first."],
  [/"cresset undelete \S+" brings it back\./g, "It can be brought back."],
  [/ `cresset hooks check` lists such calls\./g, ""],
  [/^--(?:mark-)?(in|out)\b/g, "The mark $1"],
  [/--(?:mark-)?(in|out)\b/g, "the mark $1"],
];

/** A sentence without the words of the command line, for pages and programs. */
export const pageWords = (text: string): string =>
  text.includes("--") || text.includes("cresset ")
    ? spellings.reduce((words, [said, meant]) => words.replace(said, meant), text)
    : text;
