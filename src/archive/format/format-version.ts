/** Version of the format of everything in an archive. Readers refuse a newer one with a sentence. */
export const archiveFormatVersion = 2;
