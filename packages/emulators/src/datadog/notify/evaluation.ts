/**
 * `{{eval "..."}}` of a message: arithmetic and functions over what a notification knows (docs: Monitors > Guides > Template
 * Variable Evaluation).
 */

const OPERATORS: Readonly<Record<string, (a: number, b: number) => number>> = {
  "+": (a, b) => a + b,
  "-": (a, b) => a - b,
  "*": (a, b) => a * b,
  "/": (a, b) => a / b,
  "%": (a, b) => a % b,
};

type Result = number | string | boolean;

const FUNCTIONS: Readonly<Record<string, (value: number, other: number) => Result>> = {
  humanize_bytes: (value) => humanized(value, ["B", "KB", "MB", "GB", "TB", "PB"]),
  humanize_bits: (value) => humanized(value, ["b", "Kb", "Mb", "Gb", "Tb", "Pb"]),
  abs: Math.abs,
  int: Math.floor,
  trunc: Math.floor,
  float: (value) => value,
  dec: (value) => value - Math.trunc(value),
  round: Math.round,
  ceil: Math.ceil,
  floor: Math.floor,
  sgn: Math.sign,
  to_bool: (value) => value === 1,
  exp: Math.exp,
  log10: Math.log10,
  sin: Math.sin,
  sinh: Math.sinh,
  asin: Math.asin,
  asinh: Math.asinh,
  cos: Math.cos,
  cosh: Math.cosh,
  acos: Math.acos,
  acosh: Math.acosh,
  tan: Math.tan,
  tanh: Math.tanh,
  atan: Math.atan,
  atan2: Math.atan2,
  atanh: Math.atanh,
};

function humanized(value: number, units: readonly string[]): string {
  let [left, step] = [value, 0];
  while (Math.abs(left) >= 1_024 && step < units.length - 1) {
    left /= 1_024;
    step += 1;
  }
  return `${Math.round(left * 100) / 100}${units[step]}`;
}

/** What an expression comes to, as a message shows it; empty where it names what the notification does not have, or is none. */
export function evaluated(expression: string, variables: ReadonlyMap<string, string>): string {
  try {
    const reader = new Reader(expression, variables);
    const result = reader.whole();
    if (typeof result === "number") return Number.isFinite(result) ? String(Number(result.toPrecision(12))) : "";
    return String(result);
  } catch (error) {
    if (error instanceof NotEvaluated) return "";
    throw error;
  }
}

class NotEvaluated extends Error {}

/** Reads an expression from left to right: `^` before `*`, `/` and `%`, those before `+` and `-`. */
class Reader {
  readonly #words: string[];
  readonly #variables: ReadonlyMap<string, string>;
  #at = 0;

  constructor(expression: string, variables: ReadonlyMap<string, string>) {
    this.#words = expression.match(/\d+(?:\.\d+)?|[A-Za-z_][\w.]*|\S/g) ?? [];
    this.#variables = variables;
  }

  whole(): Result {
    const result = this.#sum();
    if (this.#at < this.#words.length) throw new NotEvaluated();
    return result;
  }

  #sum = (): Result => this.#chain(["+", "-"], this.#product);

  #product = (): Result => this.#chain(["*", "/", "%"], this.#power);

  #chain(signs: readonly string[], operand: () => Result): Result {
    let left = operand();
    for (;;) {
      const sign = this.#words[this.#at] ?? "";
      const operator = signs.includes(sign) ? OPERATORS[sign] : undefined;
      if (operator === undefined) return left;
      this.#at += 1;
      left = operator(numeric(left), numeric(operand()));
    }
  }

  #power = (): Result => {
    const base = this.#operand();
    return this.#take("^") ? numeric(base) ** numeric(this.#power()) : base;
  };

  #operand(): Result {
    if (this.#take("-")) return -numeric(this.#operand());
    if (this.#take("(")) {
      const inner = this.#sum();
      this.#expect(")");
      return inner;
    }
    const word = this.#words[this.#at++] ?? "";
    if (/^\d/.test(word)) return Number(word);
    const called = Object.hasOwn(FUNCTIONS, word) ? FUNCTIONS[word] : undefined;
    if (called !== undefined && this.#take("(")) {
      const value = numeric(this.#sum());
      const other = this.#take(",") ? numeric(this.#sum()) : 0;
      this.#expect(")");
      return called(value, other);
    }
    const value = this.#variables.get(word);
    return value === undefined ? this.#missing() : numeric(value);
  }

  #missing(): never {
    throw new NotEvaluated();
  }

  #take(word: string): boolean {
    if (this.#words[this.#at] !== word) return false;
    this.#at += 1;
    return true;
  }

  #expect(word: string): void {
    if (!this.#take(word)) throw new NotEvaluated();
  }
}

function numeric(value: Result): number {
  const number = typeof value === "string" && value.trim() === "" ? Number.NaN : Number(value);
  if (Number.isNaN(number)) throw new NotEvaluated();
  return number;
}

/** `{{local_time 'last_triggered_at' 'Asia/Tokyo'}}`: `2021-05-31 23:43:27+09:00`; empty for an unknown time or zone. */
export function localTime(time: string, zone: string): string {
  const at = new Date(time);
  if (Number.isNaN(at.getTime())) return "";
  const format = formatIn(zone);
  if (format === null) return "";
  const parts = new Map(format.formatToParts(at).map(({ type, value }) => [type, value]));
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? "";
  const offset = part("timeZoneName").replace("GMT", "") || "+00:00";
  return `${part("year")}-${part("month")}-${part("day")} ${part("hour")}:${part("minute")}:${part("second")}${offset}`;
}

/** By time zone: to make one takes longer than all the rest of a notification. A handful of zones is ever named. */
const formats = new Map<string, Intl.DateTimeFormat>();

/** Null for a zone that there is not. */
function formatIn(timeZone: string): Intl.DateTimeFormat | null {
  const known = formats.get(timeZone);
  if (known !== undefined) return known;
  const two = "2-digit";
  const date = { year: "numeric", month: two, day: two, hour: two, minute: two, second: two } as const;
  try {
    const how = { ...date, timeZone, timeZoneName: "longOffset", hourCycle: "h23" } as const;
    const format = new Intl.DateTimeFormat("en-GB", how);
    formats.set(timeZone, format);
    return format;
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}
