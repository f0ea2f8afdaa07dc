/**
 * What `import … from "cresset"` gives to a hook file while it runs: the authoring part of the package and nothing that
 * is slow to load. Types come from the real package. A file that imports anything else gets the whole package.
 */
export { defineHooks } from "./define-hooks.ts";
export { CressetError } from "../errors.ts";
