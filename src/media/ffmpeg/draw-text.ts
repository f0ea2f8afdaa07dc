import type { Frame } from "node-av/lib";
import type { PlacedText } from "../overlay-text.ts";
import type { TextImage } from "../text-image.ts";
import { type CanvasShape, type PlaneView, planesOf, swapBytes } from "./canvas.ts";
import { componentValue, type PlaneLayout, planeLayout } from "./plane-layout.ts";

/** How dark the rim under the letters is. */
const rimOpacity = 0.75;

/** Draws lines of text into a frame, which must be writable, in whatever format its encoder takes. */
export function drawTexts(frame: Frame, shape: CanvasShape, texts: readonly PlacedText[]): void {
  const layout = planeLayout(shape.pixelFormat);
  const planes = planesOf(frame, shape);
  for (const text of texts) {
    const ink = { ...text.colour, a: 1 };
    const dark = { r: 0, g: 0, b: 0, a: 1 };
    for (const plane of planes)
      plane.layout.components.forEach((component, index) => {
        const values = {
          ink: componentValue(component, ink, layout, shape.tags),
          dark: componentValue(component, dark, layout, shape.tags),
        };
        drawComponent(plane, index, text, values, layout.sample);
      });
  }
}

function drawComponent(
  plane: PlaneView,
  component: number,
  { image, x, y, opacity }: PlacedText,
  { ink, dark }: { readonly ink: number; readonly dark: number },
  sample: PlaneLayout["sample"],
): void {
  const { across, down, components } = plane.layout;
  const columns = plane.rowLength / components.length;
  const swapped = sample === "u16be";
  const floating = sample === "f16" || sample === "f32";
  const [left, right] = [Math.max(0, Math.floor(x / across)), Math.min(columns, Math.ceil((x + image.width) / across))];
  const [top, bottom] = [Math.max(0, Math.floor(y / down)), Math.min(plane.rows, Math.ceil((y + image.height) / down))];
  for (let row = top; row < bottom; row++)
    for (let column = left; column < right; column++) {
      const rim = covered(image, image.rim, column * across - x, row * down - y, across, down) * rimOpacity * opacity;
      if (rim === 0) continue;
      const fill = covered(image, image.fill, column * across - x, row * down - y, across, down) * opacity;
      const at = row * plane.stride + column * components.length + component;
      const raw = plane.samples[at] ?? 0;
      const value = swapped ? swapBytes(raw) : raw;
      const mixed = (value * (1 - rim) + dark * rim) * (1 - fill) + ink * fill;
      const result = floating ? mixed : Math.round(mixed);
      plane.samples[at] = swapped ? swapBytes(result) : result;
    }
}

/** Coverage of a sample that spans `across` × `down` pixels, 0 to 1. */
function covered(image: TextImage, mask: Uint8Array, x: number, y: number, across: number, down: number): number {
  let sum = 0;
  for (let v = y; v < y + down; v++)
    for (let u = x; u < x + across; u++)
      if (u >= 0 && v >= 0 && u < image.width && v < image.height) sum += mask[v * image.width + u] ?? 0;
  return sum / (255 * across * down);
}
