import type { TokenValues } from "./naming/tokens.ts";

/** The tokens of a moment, in the machine's time zone: one moment for a whole export, so that its names agree. */
export function dateTokens(moment: Date): TokenValues {
  const two = (value: number) => String(value).padStart(2, "0");
  const [YYYY, MM, DD] = [
    String(moment.getFullYear()).padStart(4, "0"),
    two(moment.getMonth() + 1),
    two(moment.getDate()),
  ];
  return {
    YYYY,
    YY: YYYY.slice(-2),
    MM,
    DD,
    hh: two(moment.getHours()),
    mm: two(moment.getMinutes()),
    ss: two(moment.getSeconds()),
    date: `${YYYY}_${MM}_${DD}`,
    ampm: moment.getHours() < 12 ? "AM" : "PM",
  };
}
