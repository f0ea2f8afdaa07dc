/** Says no to assets of less than a second; there are none in the bench. */
export const preExportAsset = (info) => {
  if (info.recordOut - info.recordIn >= info.sequenceFps) return;
  info.abort = true;
  info.abortMessage = `${info.assetName} is shorter than a second.`;
};
