import { z } from "zod";
import type { CompiledResource, CompiledState } from "./state.ts";

/** What a change costs, in what a vendor bills; only what differs. */
export const cost = z.strictObject({
  vendor: z.string(),
  /** What is billed, for people: `API test runs a month`. */
  unit: z.string(),
  base: z.number().nonnegative(),
  head: z.number().nonnegative(),
  /** What the number leaves out; empty where it leaves out nothing. */
  note: z.string(),
});

export type Cost = z.infer<typeof cost>;

const monthSeconds = 30 * 86_400;

interface Meter extends Pick<Cost, "vendor" | "unit" | "note"> {
  read: (state: CompiledState) => number;
}

const ofKind = ({ resources }: CompiledState, vendor: string, kind: string): CompiledResource[] =>
  resources.filter((one) => one.vendor === vendor && one.kind === kind);

const test = z.object({
  type: z.string(),
  locations: z.array(z.unknown()),
  config: z.object({ steps: z.array(z.unknown()).optional() }).optional(),
  options: z.object({ tick_every: z.number().positive() }),
});

/** Runs in 30 days: one a location and interval; of a test in steps each step is one. What cannot be read counts as none. */
function runs(state: CompiledState, type: "api" | "browser"): number {
  const each = ofKind(state, "datadog", "synthetics-test").map(({ body }) => {
    const parsed = test.safeParse(body);
    if (!parsed.success || parsed.data.type !== type) return 0;
    const { locations, options, config } = parsed.data;
    const billed = type === "api" ? (config?.steps?.length ?? 1) : 1;
    return (monthSeconds / options.tick_every) * locations.length * billed;
  });
  return Math.round(each.reduce((sum, one) => sum + one, 0));
}

const monitorsOf = (state: CompiledState, type: string): number =>
  ofKind(state, "sentry", "monitor").filter(({ body }) => body.type === type).length;

const logSignal = z.object({ source: z.object({ kind: z.string(), service: z.string().optional() }) });

/** Where the log lines come from that alerts read. */
function logSources({ definitions }: CompiledState): number {
  const read = definitions.flatMap(({ signal }) => {
    const parsed = logSignal.safeParse(signal);
    return parsed.success && /^log-/.test(kindOf(signal)) ? [Object.values(parsed.data.source).join(" ")] : [];
  });
  return new Set(read).size;
}

const kindOf = (signal: unknown): string => z.object({ kind: z.string() }).safeParse(signal).data?.kind ?? "";

const meters: readonly Meter[] = [
  {
    vendor: "Datadog",
    unit: "API test runs a month",
    note: "Retries of failed runs come on top.",
    read: (state) => runs(state, "api"),
  },
  { vendor: "Datadog", unit: "browser test runs a month", note: "", read: (state) => runs(state, "browser") },
  {
    vendor: "Datadog",
    unit: "custom metrics, at least",
    note: "Each value of a tag is a custom metric of its own.",
    read: ({ statements = [] }) => new Set(statements.flatMap(({ metrics }) => metrics)).size,
  },
  {
    vendor: "Datadog",
    unit: "sources whose log lines are indexed",
    note: "How many lines they write, only the account shows.",
    read: logSources,
  },
  { vendor: "Sentry", unit: "uptime monitors", note: "", read: (state) => monitorsOf(state, "uptime_domain_failure") },
  { vendor: "Sentry", unit: "cron monitors", note: "", read: (state) => monitorsOf(state, "monitor_check_in_failure") },
];

/** What differs in cost between two states, in the vendors' units. Pure. */
export function costOf(before: CompiledState, after: CompiledState): Cost[] {
  return meters
    .map(({ read, ...meter }) => ({ ...meter, base: read(before), head: read(after) }))
    .filter(({ base, head }) => base !== head);
}

/** `API test runs a month: 8640 -> 17280 (+8640)`, and what that leaves out. */
export function costText({ vendor, unit, base, head, note }: Cost): string {
  const sign = head > base ? "+" : "";
  return `${vendor}, ${unit}: ${base} before, ${head} after (${sign}${head - base}).${note === "" ? "" : ` ${note}`}`;
}
