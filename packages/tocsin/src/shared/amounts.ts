/** Numbers as a person reads them: 3 digits that matter, thousands separated by a space. */
export function amount(value: number): string {
  if (!Number.isFinite(value)) return "none";
  const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2;
  return String(Number(value.toFixed(digits))).replace(/\B(?=(\d{3})+(?!\d))/g, " ");
}

/** All digits of a number, without a power of ten: `1e-7` -> `0.0000001`. */
export function decimal(value: number): string {
  const [digits = "", power] = String(value).split("e");
  if (power === undefined) return digits;
  if (Number(power) > 0) return BigInt(value).toString();
  return value.toFixed((digits.split(".")[1]?.length ?? 0) - Number(power));
}

export const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** `1 issue`, `2 issues`. */
export const plural = (count: number, one: string, many = `${one}s`): string =>
  `${amount(count)} ${count === 1 ? one : many}`;

/** How long, for people: `40 s`, `4 min`, `26 h`, `3 d`. */
export function spanOf(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < 100) return `${seconds} s`;
  if (seconds < 100 * 60) return `${Math.round(seconds / 60)} min`;
  if (seconds < 72 * 3600) return `${Math.round(seconds / 3600)} h`;
  return `${Math.round(seconds / 86_400)} d`;
}

/** How a number compares with the one of the time before: `+12 % against the week before`. */
export function trend(now: number, before: number): string {
  if (before === 0) return now === 0 ? "as the week before" : "none the week before";
  const change = Math.round((100 * (now - before)) / before);
  return change === 0 ? "as the week before" : `${change > 0 ? "+" : ""}${change} % against the week before`;
}
