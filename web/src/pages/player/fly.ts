/** Milliseconds that the taken frame is on its way. */
const flight = 420;

/** Lets the picture fly to where its clip lies now, and marks the place. Decoration: it can be missed. */
export function flyTo(canvas: HTMLCanvasElement, target: Element): void {
  if (matchMedia("(prefers-reduced-motion: reduce)").matches) return;
  const [from, to] = [canvas.getBoundingClientRect(), target.getBoundingClientRect()];
  if (from.width === 0 || to.width === 0) return;
  const ghost = document.createElement("canvas");
  const height = Math.round((320 * canvas.height) / Math.max(1, canvas.width));
  Object.assign(ghost, { width: 320, height });
  ghost.getContext("2d")?.drawImage(canvas, 0, 0, 320, height);
  ghost.setAttribute("aria-hidden", "true");
  Object.assign(ghost.style, {
    position: "fixed",
    left: "0",
    top: "0",
    width: `${from.width}px`,
    height: `${from.height}px`,
    transformOrigin: "0 0",
    pointerEvents: "none",
    zIndex: "400",
  });
  document.body.append(ghost);
  const at = (box: DOMRect) =>
    `translate(${box.left}px, ${box.top}px) scale(${box.width / from.width}, ${box.height / from.height})`;
  const flying = ghost.animate(
    [
      { transform: at(from), opacity: 0.95 },
      { transform: at(to), opacity: 0.7 },
    ],
    { duration: flight, easing: "cubic-bezier(0.3, 0, 0.2, 1)" },
  );
  const land = () => ghost.remove();
  flying.addEventListener("finish", land);
  flying.addEventListener("cancel", land);
}
