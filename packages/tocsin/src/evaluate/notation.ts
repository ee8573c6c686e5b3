/**
 * Values of a series in promtool's compact notation (prometheus.io/docs: unit testing rules), words with spaces between:
 * `5`, `5x3` (5 and three more), `0+10x3` (0 10 20 30), `30-10x3` (30 20 10 0), `_` (nothing), `_x3` (three times nothing) and
 * `stale` (the series ends; nothing, too). Null is a place without a value.
 */
const number = String.raw`[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?`;
const pattern = new RegExp(`^(${number})(?:([-+])(${number.replace("[-+]?", "")}))?(?:x(\\d+))?$`, "i");
/** A year by the minute; more is a slip of the pen. */
const mostValues = 600_000;

/**
 * @throws Error naming the word that is not understood
 */
export function parseValues(text: string): (number | null)[] {
  const values: (number | null)[] = [];
  for (const word of text.trim().split(/\s+/)) {
    const gap = /^_(?:x(\d+))?$/.exec(word);
    if (gap !== null) push(values, word, Number(gap[1] ?? "1"), () => null);
    else if (word === "stale") values.push(null);
    else {
      const [whole, start = "", sign, step, times] = pattern.exec(word) ?? [];
      if (whole === undefined || (sign !== undefined && times === undefined)) {
        throw new Error(`"${word}" is not understood: write a number, 5x3, 0+10x3, 30-10x3, _, _x3 or stale`);
      }
      const by = sign === undefined ? 0 : Number(step) * (sign === "-" ? -1 : 1);
      push(values, word, Number(times ?? "0") + 1, (i) => Number((Number(start) + i * by).toPrecision(12)));
    }
  }
  return values;
}

function push(values: (number | null)[], word: string, times: number, value: (i: number) => number | null): void {
  if (values.length + times > mostValues) throw new Error(`"${word}" makes more than ${mostValues} values`);
  for (let i = 0; i < times; i += 1) values.push(value(i));
}
