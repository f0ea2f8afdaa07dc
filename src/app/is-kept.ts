import { stat } from "node:fs/promises";

/** Whether a picture was made before. Where that cannot be seen it is made again, and what hinders that is told. */
export const isKept = (file: string): Promise<boolean> =>
  stat(file).then(
    () => true,
    () => false,
  );
