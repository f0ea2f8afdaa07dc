/** Puts each asset into a folder of its sequence. */
export const preExportAsset = (info) => {
  info.resolvedPath = `${info.sequenceName}/${info.resolvedPath}`;
};
