/** What is kept of an event or a span for one aggregate. */
export interface Sample {
  /** Milliseconds since the epoch. */
  at: number;
  /** The measured value; 1 where only the number counts. */
  value: number;
  /** What `count_unique` tells apart; null is not counted. */
  unique: string | null;
  failed: boolean;
}

/** A parsed aggregate: over which field it goes, and how a window's samples become one number. */
export interface Aggregate {
  /** The field of which values are needed; null when the number of samples is enough. */
  field: string | null;
  /** @param seconds length of the window */
  compute(samples: readonly Sample[], seconds: number): number;
}

/**
 * Reads an aggregate of Sentry's query language, as far as it is evaluated here.
 *
 * @returns null when it is not known for the dataset
 */
export function parseAggregate(text: string, dataset: string): Aggregate | null {
  if (dataset === "metrics")
    return /^percentage\((sessions|users)_crashed, \1\)( AS \w+)?$/.test(text) ? crashFree : null;
  const match = /^(\w+)\(\s*([^,()]*?)\s*(?:,\s*(\d+)\s*)?\)$/.exec(text);
  if (match === null) return null;
  const [, name = "", field = "", threshold] = match;
  if (threshold !== undefined && name !== "apdex") return null;
  if (name === "count" && field === "") return count;
  if (name === "count_unique" && field !== "") return unique(field);
  if (dataset !== "events_analytics_platform") return null;
  if (field === "") return bare.get(name) ?? null;
  if (field !== "span.duration") return null;
  if (name === "count") return count;
  if (name === "apdex") return apdex(Number(threshold ?? "300"));
  const compute = ofDurations.get(name);
  return compute === undefined ? null : { field, compute: (samples) => compute(samples.map(({ value }) => value)) };
}

/** Of no session there is no share: Sentry leaves the evaluation out. */
const crashFree: Aggregate = { field: null, compute: () => Number.NaN };

const count: Aggregate = { field: null, compute: (samples) => samples.length };

const unique = (field: string): Aggregate => ({
  field,
  compute: (samples) => new Set(samples.flatMap(({ unique: one }) => (one === null ? [] : [one]))).size,
});

const bare: ReadonlyMap<string, Aggregate> = new Map([
  ["epm", { field: null, compute: (samples, seconds) => samples.length / (seconds / 60) }],
  ["eps", { field: null, compute: (samples, seconds) => samples.length / seconds }],
  [
    "failure_rate",
    {
      field: null,
      compute: (samples) =>
        share(
          samples.filter(({ failed }) => failed),
          samples,
        ),
    },
  ],
]);

/** Satisfied within the threshold, tolerating within four times of it. */
const apdex = (thresholdMs: number): Aggregate => ({
  field: "span.duration",
  compute: (samples) => {
    const satisfied = samples.filter(({ value }) => value <= thresholdMs);
    const tolerating = samples.filter(({ value }) => value > thresholdMs && value <= 4 * thresholdMs);
    return share(satisfied, samples) + share(tolerating, samples) / 2;
  },
});

const share = (part: readonly unknown[], whole: readonly unknown[]) =>
  whole.length === 0 ? 0 : part.length / whole.length;

const sum = (values: readonly number[]) => values.reduce((total, one) => total + one, 0);
const average = (values: readonly number[]) => (values.length === 0 ? 0 : sum(values) / values.length);

/** Without any sample all of them are 0: Sentry reads an empty answer so. */
const ofDurations: ReadonlyMap<string, (values: readonly number[]) => number> = new Map([
  ["avg", average],
  ["sum", sum],
  ["min", (values) => values.reduce((least, one) => Math.min(least, one), values[0] ?? 0)],
  ["max", (values) => values.reduce((most, one) => Math.max(most, one), values[0] ?? 0)],
  ...[50, 75, 90, 95, 99, 100].map((percent): [string, (values: readonly number[]) => number] => [
    `p${percent}`,
    (values) => percentile(values, percent / 100),
  ]),
]);

/** Interpolated between the two nearest values. */
function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const position = (sorted.length - 1) * share;
  const below = sorted[Math.floor(position)] ?? 0;
  const above = sorted[Math.ceil(position)] ?? below;
  return below + (above - below) * (position - Math.floor(position));
}
