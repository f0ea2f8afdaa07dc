import type { ScreenPicture } from "../media/shown-pictures.ts";
import type { ViewerLook } from "./viewer.ts";

/** Bytes of JPEGs that are kept: some hundreds of a screen's size. */
const mostBytes = 64 * 2 ** 20;

/** Pictures that were made, by frame and look; the least recently used go first. */
export class PictureCache {
  readonly #pictures = new Map<string, ScreenPicture>();
  #bytes = 0;

  has(frame: number, look: ViewerLook): boolean {
    return this.#pictures.has(keyOf(frame, look));
  }

  get(frame: number, look: ViewerLook): ScreenPicture | undefined {
    const key = keyOf(frame, look);
    const picture = this.#pictures.get(key);
    if (picture === undefined) return undefined;
    this.#pictures.delete(key);
    this.#pictures.set(key, picture);
    return picture;
  }

  put(frame: number, look: ViewerLook, picture: ScreenPicture): void {
    const key = keyOf(frame, look);
    this.#bytes += picture.data.length - (this.#pictures.get(key)?.data.length ?? 0);
    this.#pictures.delete(key);
    this.#pictures.set(key, picture);
    for (const [oldest, { data }] of this.#pictures) {
      if (this.#bytes <= mostBytes) return;
      this.#pictures.delete(oldest);
      this.#bytes -= data.length;
    }
  }
}

const keyOf = (frame: number, { width = 0, lut = false }: ViewerLook): string => `${frame} ${width} ${lut}`;
