import { Hono } from "hono";
import { z } from "zod";
import { EmulatedClock } from "../../../../emulators/src/clock.ts";
import { createContext, type LocalContext } from "../../../../emulators/src/context.ts";
import { createDatadog } from "../../../../emulators/src/datadog/app.ts";
import { asClientTime } from "../../../../emulators/src/peer.ts";
import { clientOf } from "../../../../emulators/test/datadog/client.ts";
import { random } from "../../../../emulators/test/evaluate/random.ts";
import type { Input, Series, State } from "../../../src/evaluate/types.ts";
import type { Definition } from "../../../src/model/definition.ts";
import type { Resource } from "../../../src/model/resource.ts";
import type { LogFilter } from "../../../src/model/signal.ts";
import { metricLimits, type StackConfig } from "../../../src/model/stack.ts";
import { lineFor, logEntry, matchesFilter, withNumber } from "../../../src/vendors/datadog/fire-logs.ts";
import type { LogLine } from "../../../src/vendors/fire-types.ts";
import { type Reading, readings } from "./signals.ts";

/** What a vendor said, and what the evaluator is to be given. */
export interface Witness {
  input: Input;
  /** Times at which the vendor evaluates, and the state of each group then. */
  states: { at: number; groups: Map<string, State> }[];
  /** The vendor as it then is. */
  vendor: { app: Hono; context: LocalContext };
}

/** Points come ten seconds before an evaluation, so that both agree on the window that they are in. */
const leadMs = 10_000;
const created = z.object({ id: z.int().optional(), public_id: z.string().optional(), monitor_id: z.int().optional() });
const testShape = z.looseObject({
  config: z.looseObject({ request: z.looseObject({ headers: z.unknown().optional() }) }),
});
const words: Readonly<Record<string, State>> = { OK: "ok", Warn: "warn", Alert: "alert", "No Data": "no-data" };

/** Lets the emulated Datadog hold one definition's objects while its signal comes in by the public intake. */
export async function watchedByDatadog(
  definition: Definition,
  resources: readonly Resource[],
  stack: StackConfig,
  { step, count, seed }: { step: number; count: number; seed: string },
): Promise<Witness> {
  const clock = new EmulatedClock();
  const context = createContext(clock);
  const client = clientOf(context, createDatadog(context));
  clock.shift(1_800_000 - (context.now().getTime() % 1_800_000));
  clock.freeze();
  const begin = context.now().getTime();
  const app = checkedApp(context);
  const monitor = await provision(client, resources);
  const plan = readings(definition, step, count, random(seed));
  const sender = senderOf(definition, stack, context, client);
  const states: Witness["states"] = [];
  for (const [i, reading] of plan.entries()) {
    const at = begin + (i + 1) * step * 1000;
    app.failing = reading.values.length > 0;
    await clock.advance((at - leadMs - context.now().getTime()) / 1000);
    await sender.send(reading);
    await clock.advance((at - context.now().getTime()) / 1000);
    const groups = client.emulator.store.states.get(monitor)?.groups ?? new Map();
    states.push({
      at,
      groups: new Map([...groups].map(([name, { status }]) => [name, words[status ?? "OK"] ?? "ok"])),
    });
  }
  const runs = { runs: [{ tags: {}, points: app.runs }] };
  const series = definition.signal.kind === "http-check" ? runs : sender.series();
  const vendor = { app: client.emulator.app, context };
  return { input: { series, limits: metricLimits(stack) }, states, vendor };
}

/** A monitored app that answers every check, rightly or not at all; its runs are what the evaluator sees. */
function checkedApp(context: LocalContext) {
  const state: { failing: boolean; runs: { at: number; value: number }[] } = { failing: false, runs: [] };
  const app = new Hono();
  app.all("*", (c) => {
    const at = context.now().getTime();
    // A retry comes at the same emulated time.
    if (state.runs.at(-1)?.at !== at) state.runs.push({ at, value: state.failing ? 0 : 1 });
    return state.failing
      ? c.text("broken", 500)
      : c.json({ ok: true, service: "api", checks: { env: true, db: true } });
  });
  context.apps.set("app", app);
  return state;
}

/** Makes what the definition compiled to; the id of its monitor. */
async function provision(client: ReturnType<typeof clientOf>, resources: readonly Resource[]): Promise<number> {
  let monitor = 0;
  for (const { kind, body } of resources) {
    if (kind === "logs-pipeline") await client.create("/api/v1/logs/config/pipelines", body);
    if (kind === "monitor") monitor = created.parse(await client.create("/api/v1/monitor", body)).id ?? 0;
    if (kind === "synthetics-test") {
      // Without the headers that need a secret: the app here lets everybody in.
      const { config, ...rest } = testShape.parse(body);
      const { headers: _, ...request } = config.request;
      const plain = { ...rest, locations: ["aws:eu-central-1"], config: { ...config, request, configVariables: [] } };
      monitor = created.parse(await client.create("/api/v1/synthetics/tests/api", plain)).monitor_id ?? 0;
    }
  }
  return monitor;
}

interface Sender {
  send(reading: Reading): Promise<void>;
  series(): Record<string, Series[]>;
}

function senderOf(
  definition: Definition,
  stack: StackConfig,
  context: LocalContext,
  client: ReturnType<typeof clientOf>,
): Sender {
  return definition.signal.kind === "metric"
    ? metricSender(definition.signal, stack, context, client)
    : logSender(definition, stack, context, client);
}

type Metric = Extract<Definition["signal"], { kind: "metric" }>;

/** The physical series behind the names: one that reads more than another shares the other's. */
function metricSender(
  signal: Metric,
  stack: StackConfig,
  context: LocalContext,
  client: ReturnType<typeof clientOf>,
): Sender {
  // As the one database of this project sends it.
  const [database] = Object.values(stack.supabase);
  const scope = signal.source === "probe" ? `env:${stack.name}` : `supabase_project_ref:${database?.projectRef}`;
  const groups = signal.groupBy.length === 0 ? [{}] : ["a", "b"].map((value) => groupTags(signal, value));
  const own = Object.entries(signal.series);
  const points = new Map<string, { at: number; value: number }[]>();
  const key = (name: string, group: number) => `${name} ${group}`;
  return {
    send: async ({ metrics }) => {
      if (metrics === null) return;
      const at = context.now().getTime();
      const timestamp = Math.floor(asClientTime(context, new Date(at)).getTime() / 1000);
      const series = groups.flatMap((group, g) =>
        own.map(([name, { metric, tags, as }]) => {
          // The second group is calmer.
          const value = g === 0 ? (metrics[name] ?? 0) : Math.round((metrics[name] ?? 0) * 0.97);
          const list = points.get(key(name, g)) ?? [];
          list.push({ at, value });
          points.set(key(name, g), list);
          const all = { ...tags, ...group, piece: name };
          return {
            metric,
            type: as === undefined ? 3 : 1,
            ...(as === undefined ? {} : { interval: 60 }),
            points: [{ timestamp, value }],
            tags: [scope, ...Object.entries(all).map(([k, v]) => `${k}:${v}`)],
          };
        }),
      );
      await client.create("/api/v2/series", { series });
    },
    series: () =>
      Object.fromEntries(
        own.map(([name, wanted]) => [
          name,
          groups.flatMap((group, g) =>
            own
              .filter(
                ([, one]) =>
                  one.metric === wanted.metric && Object.entries(wanted.tags).every(([k, v]) => one.tags[k] === v),
              )
              .map(([other]) => ({ tags: group, points: points.get(key(other, g)) ?? [] })),
          ),
        ]),
      ),
  };
}

const groupTags = (signal: Metric, value: string): Record<string, string> => {
  const fixed = Object.assign({}, ...Object.values(signal.series).map(({ tags }) => tags));
  return Object.fromEntries(signal.groupBy.map((name) => [name, fixed[name] ?? value]));
};

/** Lines that the definition's filters match, in the form in which the integrations deliver them. */
function logSender(
  definition: Definition,
  stack: StackConfig,
  context: LocalContext,
  client: ReturnType<typeof clientOf>,
): Sender {
  const { signal } = definition;
  const counts: Record<string, { at: number; value: number }[]> = {};
  let sent = 0;
  const count = (name: string, value: number) => {
    const at = context.now().getTime();
    counts[name] ??= [];
    counts[name].push({ at, value });
  };
  const line = (filter: LogFilter): LogLine => {
    if (signal.kind !== "log-count" && signal.kind !== "log-ratio" && signal.kind !== "log-measure")
      throw new Error(`${definition.id} reads no lines`);
    return lineFor(signal.source, filter, sent);
  };
  const send = async (lines: LogLine[]) => {
    if (lines.length === 0) return;
    const entries = lines.map((one) => {
      sent += 1;
      return logEntry(one, stack, "test", `request-${sent}`, new Date());
    });
    await client.call("POST", "/api/v2/logs", entries);
  };
  return {
    send: async ({ values, whole }) => {
      if (signal.kind === "log-count") {
        await send(values.map(() => line(signal.filter)));
        if (values.length > 0) count(signal.count, values.length);
      } else if (signal.kind === "log-measure") {
        const lines = values.map((value) => {
          const message = withNumber(signal.parse.rule, signal.parse.sample, value);
          if (message === null) throw new Error(`${definition.id}: its sample does not fit its rule`);
          count("values", value);
          return { ...line(signal.filter), message };
        });
        await send(lines);
      } else if (signal.kind === "log-ratio") {
        const part = values.map(() => line(signal.part));
        const rest = Array.from({ length: Math.max(0, whole - part.length) }, () =>
          line(signal.whole[0] ?? signal.part),
        );
        const all = [...part, ...rest];
        await send(all);
        const matching = (filters: readonly LogFilter[]) =>
          all.filter((one) => filters.some((filter) => matchesFilter(one, filter))).length;
        if (matching([signal.part]) > 0) count("part", matching([signal.part]));
        if (matching(signal.whole) > 0) count("whole", matching(signal.whole));
      }
    },
    series: () => Object.fromEntries(Object.entries(counts).map(([name, points]) => [name, [{ tags: {}, points }]])),
  };
}
