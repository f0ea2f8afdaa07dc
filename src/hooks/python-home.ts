/** The folder of Cresset's Python files, beside src/ in a clone and beside dist/ in the package. */
export const pythonHome = new URL("../../python/", import.meta.url);
