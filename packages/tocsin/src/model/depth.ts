/** Levels of nesting beyond anything that a vendor or the compiler writes. */
const mostLevels = 200;

/**
 * Whether JSON is nested deeper than it can be walked through: what reads it goes down by calling itself, and somebody who writes
 * thousands of brackets would end it. Looked at without such calls.
 */
export function isTooDeep(value: unknown, most = mostLevels): boolean {
  let level: unknown[] = [value];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > most) return true;
    const next: unknown[] = [];
    for (const node of level) {
      if (typeof node === "object" && node !== null) for (const inner of Object.values(node)) next.push(inner);
    }
    level = next;
  }
  return false;
}
