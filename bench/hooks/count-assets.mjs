/** Counts what is exported. */
export const preExportAsset = (info, userData) => {
  userData.count = (userData.count ?? 0) + 1;
};
