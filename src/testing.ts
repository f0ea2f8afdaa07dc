// What tests of hook files import as "cresset/testing".
export type { MadeUpSequence, MadeUpShot } from "./app/made-up-cut.ts";
export { testExport, type TestedExport, type TestExportOptions } from "./app/test-export.ts";
