import type { Condition } from "../model/condition.ts";
import type { Definition } from "../model/definition.ts";
import * as language from "../model/language.ts";
import type { LogSource, MetricSource, Signal } from "../model/signal.ts";
import { receivesEvents } from "../model/signals/facts.ts";

/** Something of the language as the TypeScript that a team writes. */
export interface Printed {
  /** One `export const ... = alert({...});`, or another word of the language. */
  text: string;
  /** Name of the constant. */
  constant: string;
  /** Words of the language that it uses. */
  words: string[];
}

/** How the language calls a kind of signal: `http-check` is `httpCheck`. */
const camelCase = (name: string): string =>
  name.replace(/-([a-z0-9])/g, (_dash, letter: string) => letter.toUpperCase());

class Code {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** Code in place of a value, as it stands. */
export const code = (text: string): unknown => new Code(text);

/**
 * Prints an imported definition: what is live as it is, and a placeholder, which no command accepts, for everything that no
 * vendor knows.
 * @param routes names to choose from where `route` is null
 * @param taken names of constants that the file has already
 */
export function print(
  definition: Definition,
  route: string | null,
  routes: readonly string[],
  taken: ReadonlySet<string>,
): Printed {
  const words = new Set(["alert"]);
  const word = (name: string): string => {
    words.add(name);
    return name;
  };
  const { id, title, service, severity, repeat, datadog } = definition;
  const fields = {
    id,
    title,
    service,
    owner: "<who looks after it>",
    severity,
    signal: signalCode(definition.signal, word),
    condition: conditionCode(definition.condition, word),
    ...(repeat === undefined ? {} : { repeat: repeatCode(repeat, word) }),
    ...(datadog === undefined ? {} : { datadog }),
    route: route ?? `<one of: ${routes.join(", ")}>`,
    why: "<what users lose while it fires>",
    causes: ["<a likely cause>"],
    firstChecks: ["<what to look at first>"],
    recovered: "<what to confirm once it has recovered>",
    runbook: "<name of a page in runbooks>",
  };
  const constant = constantOf(id, taken);
  return {
    text: `export const ${constant} = alert(${literal(fields, "", true)});\n`,
    constant,
    words: [...words].sort(),
  };
}

const repeatCode = (repeat: NonNullable<Definition["repeat"]>, word: (name: string) => string): unknown =>
  repeat === "never" ? repeat : { ...repeat, every: lengthCode(repeat.every, word) };

/** Names that no constant of a definition file can have: TypeScript's own, and the words of the language, which it imports. */
const reserved = new Set([
  ...Object.keys(language),
  ...(
    "await break case catch class const continue debugger default delete do else enum export extends false finally for" +
    " function if implements import in instanceof interface let new null package private protected public return static" +
    " super switch this throw true try typeof var void while with yield"
  ).split(" "),
]);

/** A name for the constant of a definition that the file does not have yet. */
export function constantOf(id: string, taken: ReadonlySet<string>): string {
  const base = camelCase(id.split("/")[1] ?? id);
  const name = /^[a-z]/.test(base) ? base : `alert${base}`;
  for (let n = 1; ; n++) {
    const candidate = n === 1 ? name : `${name}${n}`;
    if (!taken.has(candidate) && !reserved.has(candidate)) return candidate;
  }
}

function signalCode(signal: Signal, word: (name: string) => string): Code {
  const isDestination = receivesEvents(signal) && signal.payload !== undefined;
  // The one kind with two words, neither of which is its name.
  const receiver = isDestination ? "eventDestination" : "webhookEndpoint";
  const name = receivesEvents(signal) ? receiver : camelCase(signal.kind);
  const { kind: _kind, ...rest } = signal;
  const fields: Record<string, unknown> = { ...rest };
  if ("source" in rest && typeof rest.source === "object") {
    fields.source = "kind" in rest.source ? sourceCode(rest.source, word) : metricSourceCode(rest.source, word);
  }
  return new Code(`${word(name)}(${literal(withoutDefaults(withLengths(fields, word)), "  ")})`);
}

/** Members that hold a length of time in seconds, wherever in a signal they stand. */
const lengths = new Set(
  "interval every timeout comparedWith history per olderThan newerThan margin maxRuntime".split(" "),
);

function withLengths(fields: Record<string, unknown>, word: (name: string) => string): Record<string, unknown> {
  const within = (value: unknown): unknown =>
    Array.isArray(value) ? value.map(within) : isPlain(value) ? withLengths(value, word) : value;
  return Object.fromEntries(
    Object.entries(fields).map(([key, value]) => [
      key,
      typeof value === "number" && lengths.has(key) && !("unit" in fields) ? lengthCode(value, word) : within(value),
    ]),
  );
}

function sourceCode(source: LogSource, word: (name: string) => string): Code {
  return new Code(
    source.kind === "vercel" ? `${word("vercelLogs")}(${JSON.stringify(source.service)})` : `${word("postgresLogs")}()`,
  );
}

type OtherSource = Exclude<MetricSource, string>;

function metricSourceCode({ reportedBy, scope, delay }: OtherSource, word: (name: string) => string): Code {
  const name = word(reportedBy === "own" ? "ownMetrics" : "integrationMetrics");
  const options = {
    ...(scope === "stack" ? {} : { scope }),
    ...(delay === 0 ? {} : { delay: lengthCode(delay, word) }),
  };
  return new Code(`${name}(${isEmpty(options) ? "" : literal(options, "  ")})`);
}

/** What the schemas assume need not be said. */
function withoutDefaults(fields: Record<string, unknown>): Record<string, unknown> {
  const assumed = (key: string, value: unknown) =>
    (key === "functionsOnly" && value === false) ||
    (key === "count" && value === "lines") ||
    (key === "scope" && value === "stack") ||
    (key === "value" && isPlain(value) && value.of === "count") ||
    (["groupBy", "headers", "tags", "json", "exclude", "fields"].includes(key) && isEmpty(value));
  return Object.fromEntries(
    Object.entries(fields)
      .filter(([key, value]) => !assumed(key, value))
      .map(([key, value]) => [key, isPlain(value) ? withoutDefaults(value) : value]),
  );
}

function conditionCode(condition: Condition, word: (name: string) => string): Code {
  if (condition.kind === "declared") return new Code(`${word("declared")}()`);
  if (condition.kind === "each-event") {
    return new Code(`${word("everyEvent")}(${literal({ throttle: lengthCode(condition.throttle, word) }, "  ")})`);
  }
  if (condition.kind === "consecutive-failures") {
    const { failures, recoverAfter, warnAfter, noDataAfter } = condition;
    return called("consecutiveFailures", failures, { recoverAfter, warnAfter }, noDataAfter, word);
  }
  if (condition.kind === "failing-share") {
    const { critical, warning, noDataAfter } = condition;
    return called("percentFailing", critical, { warning }, noDataAfter, word);
  }
  if (condition.kind === "anomalous") {
    const { kind: _anomalous, share, recovery, noData, ...lengths } = condition;
    const spans = Object.entries(lengths).map(([key, value]) => [key, lengthCode(value, word)]);
    const shares = { ...(share === 100 ? {} : { share }), ...(recovery === undefined ? {} : { recovery }) };
    const said = { ...shares, ...(noData === "ok" ? {} : { noData }) };
    return new Code(`${word("anomalous")}(${literal({ ...Object.fromEntries(spans), ...said }, "  ")})`);
  }
  if (condition.kind !== "threshold") throw new Error(`A condition ${condition.kind} is not imported.`);
  const { comparison, critical, window, over, soFarThis, kind: _kind, ...more } = condition;
  if (soFarThis !== undefined) {
    return new Code(
      `${word(comparison)}(${critical}, ${literal({ soFarThis, ...(over === "total" ? {} : { over }), ...more }, "  ")})`,
    );
  }
  const span = { total: "per", sustained: "sustained", average: "averagedOver", any: "within" }[over];
  return new Code(`${word(comparison)}(${critical}, ${literal({ [span]: lengthCode(window, word), ...more }, "  ")})`);
}

/** A condition of runs: its limit, and what it says beside that, if anything. */
function called(
  name: string,
  limit: number,
  numbers: Record<string, number | undefined>,
  noDataAfter: number | undefined,
  word: (name: string) => string,
): Code {
  const stated = Object.entries(numbers).filter(([, value]) => value !== undefined);
  const silence = noDataAfter === undefined ? {} : { noDataAfter: lengthCode(noDataAfter, word) };
  const options = { ...Object.fromEntries(stated), ...silence };
  return new Code(`${word(name)}(${limit}${isEmpty(options) ? "" : `, ${literal(options, "  ")}`})`);
}

function lengthCode(length: number, word: (name: string) => string): Code {
  const steps = { days: 86_400, hours: 3600, minutes: 60, seconds: 1 };
  const [unit, size] = Object.entries(steps).find(([, one]) => length > 0 && length % one === 0) ?? ["seconds", 1];
  return new Code(`${word(unit)}(${length / size})`);
}

const isPlain = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Code);
const isEmpty = (value: unknown): boolean =>
  Array.isArray(value) ? value.length === 0 : isPlain(value) && Object.keys(value).length === 0;

/** The longest line that the project's formatter leaves alone. */
const lineWidth = 120;

/** A value as code. `open`: its members stand on lines of their own, however short they are. */
export function literal(value: unknown, indent: string, open = false): string {
  if (value instanceof Code) return value.text;
  if (Array.isArray(value))
    return bracketed(
      "[",
      value.map((one) => literal(one, `${indent}  `)),
      "]",
      indent,
      false,
    );
  if (!isPlain(value)) return JSON.stringify(value);
  const parts = Object.entries(value)
    .filter(([, one]) => one !== undefined)
    .map(([key, one]) => `${/^[a-zA-Z_]\w*$/.test(key) ? key : JSON.stringify(key)}: ${literal(one, `${indent}  `)}`);
  return bracketed("{", parts, "}", indent, open);
}

function bracketed(begin: string, parts: string[], end: string, indent: string, open: boolean): string {
  const gap = begin === "{" ? " " : "";
  const line = parts.length === 0 ? begin + end : `${begin}${gap}${parts.join(", ")}${gap}${end}`;
  // 20 for what stands before it.
  if (!open && !line.includes("\n") && indent.length + line.length + 20 <= lineWidth) return line;
  return `${begin}\n${parts.map((part) => `${indent}  ${part},\n`).join("")}${indent}${end}`;
}
