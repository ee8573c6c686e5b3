/** Whether a five-field expression, as Vercel accepts it, is due in the minute of a time. Fields are in UTC. */
export function isDue(expression: string, at: Date): boolean {
  const fields = expression.split(" ");
  const now = [at.getUTCMinutes(), at.getUTCHours(), at.getUTCDate(), at.getUTCMonth() + 1, at.getUTCDay()];
  // The lowest value of each field, where `*/n` begins to count.
  const lowest = [0, 0, 1, 1, 0];
  return now.every((value, index) =>
    (fields[index] ?? "").split(",").some((part) => covers(part, value, lowest[index] ?? 0)),
  );
}

/** The last time at or before `at` at which an expression was due, looking back `minutes`; null when it was not. */
export function lastDue(expression: string, at: Date, minutes: number): Date | null {
  const start = Math.floor(at.getTime() / 60_000) * 60_000;
  for (let back = 0; back <= minutes; back += 1) {
    const moment = new Date(start - back * 60_000);
    if (isDue(expression, moment)) return moment;
  }
  return null;
}

function covers(part: string, value: number, lowest: number): boolean {
  const match = /^(\*|(\d+)(?:-(\d+))?)(?:\/(\d+))?$/.exec(part);
  if (match === null) return false;
  const [, whole, first, last, step] = match;
  const from = whole === "*" ? lowest : Number(first);
  // `5/15` runs on from 5 to the end of the field; `5` alone is only 5.
  const open = whole === "*" || (last === undefined && step !== undefined);
  const to = open ? Number.POSITIVE_INFINITY : Number(last ?? first);
  return value >= from && value <= to && (value - from) % Number(step ?? 1) === 0;
}
