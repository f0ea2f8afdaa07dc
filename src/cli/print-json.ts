/** Prints a value as JSON for other programs; exact numbers become plain ones. */
export function printJson(value: unknown): void {
  console.log(JSON.stringify(value, (_, part: unknown) => (typeof part === "bigint" ? Number(part) : part), 2));
}
