import { textRectangles } from "./bitmap-text.ts";
import { type FrameCode, frameCodePlates, frameCodeRectangles, type PictureArea } from "./frame-code.ts";

type Rgb = readonly [number, number, number];

const bars: readonly Rgb[] = [
  [191, 191, 191],
  [191, 191, 0],
  [0, 191, 191],
  [0, 191, 0],
  [191, 0, 191],
  [191, 0, 0],
  [0, 0, 191],
  [16, 16, 16],
];
const plate: Rgb = [48, 48, 48];

/** Draws generated pictures as 8-bit RGB: still parts once, moving parts over them frame by frame. */
export interface TestPicturePainter {
  /** Bytes of one frame, `width * height * 3`; valid until the next call. */
  paint(code: FrameCode, timecode: string): Buffer;
}

/**
 * Colour bars, a ramp in the clip's own tint, the clip's name; over them per frame the frame code, the timecode and frame
 * number for people, and a block that walks along the lower edge one step a frame.
 */
export function createTestPicturePainter(
  width: number,
  height: number,
  source: number,
  label: string,
): TestPicturePainter {
  const still = Buffer.alloc(width * height * 3);
  const fill = (target: Buffer, area: PictureArea, colour: Rgb) => {
    const left = Math.max(0, area.x);
    const right = Math.min(width, area.x + area.width);
    if (left >= right) return;
    const row = Buffer.alloc((right - left) * 3, Buffer.from(colour));
    for (let y = Math.max(0, area.y); y < Math.min(height, area.y + area.height); y++)
      row.copy(target, (y * width + left) * 3);
  };
  const unit = Math.max(1, Math.floor(height / 90));
  const tint: Rgb = [40 + ((source * 67) % 128), 40 + ((source * 31) % 128), 40 + ((source * 101) % 128)];
  for (let x = 0; x < width; x++) {
    const part = x / width;
    fill(still, { x, y: 0, width: 1, height }, [
      Math.round(tint[0] * (0.4 + part)),
      Math.round(tint[1] * (0.4 + part)),
      Math.round(tint[2] * (1.4 - part)),
    ]);
  }
  for (const [index, colour] of bars.entries()) {
    const x = Math.round((index * width) / bars.length);
    const barWidth = Math.round(((index + 1) * width) / bars.length) - x;
    fill(still, { x, y: 0, width: barWidth, height: Math.round(height / 6) }, colour);
  }
  for (const area of frameCodePlates(width, height)) fill(still, area, plate);
  for (const dot of textRectangles(label, unit * 4, height - unit * 8, unit)) fill(still, dot, [235, 235, 235]);

  const picture = Buffer.alloc(still.length);
  return {
    paint(code, timecode) {
      still.copy(picture);
      for (const area of frameCodeRectangles(code, width, height))
        fill(picture, area, area.white ? [255, 255, 255] : [0, 0, 0]);
      const textTop = Math.round(height * 0.8);
      const text = `${timecode}  ${code.frame}`;
      fill(
        picture,
        { x: unit * 2, y: textTop - unit, width: text.length * 4 * unit + unit, height: unit * 7 },
        [0, 0, 0],
      );
      for (const dot of textRectangles(text, unit * 3, textTop, unit)) fill(picture, dot, [255, 255, 255]);
      const side = unit * 5;
      fill(
        picture,
        { x: (code.frame * unit * 2) % width, y: height - side * 3, width: side, height: side },
        [250, 210, 30],
      );
      return picture;
    },
  };
}
