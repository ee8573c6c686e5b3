import { evaluationStep } from "../../model/evaluation-step.ts";
import { isComposite } from "../../model/signals/facts.ts";
import { plural } from "../../shared/amounts.ts";
import { drillMark } from "../fire-types.ts";
import {
  type Acts,
  changedMeanwhile,
  type DrillRun,
  type Firing,
  type Injected,
  liveOf,
  needed,
  plain,
  type Target,
} from "../firing.ts";
import { monitorPath, testPath } from "./fire.ts";
import { checkFiring, checkTouch } from "./fire-checks.ts";
import { foundFiring, foundTouch } from "./fire-found.ts";
import { invertedMonitor, invertedTest, monitorBody, testBody } from "./fire-invert.ts";
import { logEntry } from "./fire-logs.ts";
import { seriesPayload } from "./fire-metrics.ts";
import { groupState, observeMonitor } from "./observe.ts";
import { scopeTags } from "./query.ts";
import { needsData, statelessParts } from "./stateless.ts";
import { linesTouch, seriesTouch, spendTouch } from "./touches.ts";

/** Beyond so many lines a share that does not rise will not. */
const mostLines = 10_000;
/** Seconds ahead of now for which points are sent, so that the next evaluations find them. */
const ahead = 180;

const epoch = () => Math.floor(Date.now() / 1000);

function logsFiring(drill: DrillRun, target: Target, injection: Injected<"logs">): Firing {
  const datadog = needed(drill.datadog, "Datadog");
  const count = injection.lines.length;
  const requests = new Set(injection.lines.map(({ request }) => request)).size;
  let rounds = 0;
  let lastSent: Date | null = null;
  const send = async (times: number) => {
    const at = new Date();
    const entries = Array.from({ length: times }, () => {
      const before = rounds++ * requests;
      return injection.lines.map((line) =>
        logEntry(line, drill.stack, target.token, `${target.token}-${before + line.request + 1}`, at),
      );
    });
    await datadog.sendLogs(entries.flat());
  };
  const example = injection.lines[0]?.message ?? "";
  return {
    ...plain,
    how: "real",
    injected: `${plural(count, "log line")} such as "${example}"`,
    notes: spentNotes(injection),
    observe: (fresh) => observeMonitor(drill, target, fresh),
    begin: () => send(1),
    // Without an alert after two evaluations the healthy share was larger than supposed.
    again: async ({ now }) => {
      lastSent ??= now;
      const waited = (now.getTime() - lastSent.getTime()) / 1000;
      if (!injection.grows || rounds * count * 2 > mostLines || waited < 2 * evaluationStep(target.definition) + 60)
        return;
      lastSent = now;
      await send(rounds);
    },
    end: async () => {},
  };
}

/** What is sent for a burn rate stays in the objective's time. */
const spentNotes = ({ spends }: { spends?: string | undefined }): string[] =>
  spends === undefined ? [] : [`What was sent has used up error budget of ${spends} in this stack.`];

export function seriesFiring(drill: DrillRun, target: Target, injection: Injected<"series">): Firing {
  const datadog = needed(drill.datadog, "Datadog");
  const notes = [
    "The integration itself was not exercised; its liveness is the stale-signal check.",
    "The values are chosen to outweigh the healthy ones, not to be likely.",
    ...spentNotes(injection),
  ];
  let group: string[] | null = null;
  const tags = async () => {
    if (group === null) {
      const { groups } = await observeMonitor(drill, target);
      const known = [...groups]
        .filter(([, { state }]) => state !== "no-data")
        .map(([name]) => name)
        .find((name) => injection.groupBy.every((key) => name.split(",").some((t) => t.startsWith(`${key}:`))));
      // A group that exists: one of our own would stop reporting after the drill, and fire for that.
      const own = known === undefined && injection.groupBy.length > 0;
      group =
        known === undefined || injection.groupBy.length === 0
          ? injection.groupBy.map((key) => `${key}:tocsin-drill`)
          : known.split(",");
      if (own) notes.push(`No group was known, so it fired for one of its own (${group.join(", ")}).`);
    }
    return [...scopeTags(injection, drill.stack), `${drillMark}:${target.token}`, ...group];
  };
  const send = async (which: "bad" | "good", from: number) => {
    const span = { from: epoch() + from, to: epoch() + ahead };
    await datadog.sendSeries(seriesPayload(injection, which, span, await tags()));
  };
  const names = [...new Set(injection.series.map(({ metric }) => metric))].join(", ");
  return {
    ...plain,
    how: "synthetic",
    injected: `points of ${names}`,
    notes,
    observe: async (fresh) => {
      const all = await observeMonitor(drill, target, fresh);
      return group === null ? all : { ...all, ...groupState(group, all.groups) };
    },
    begin: () => send("bad", -injection.backfill),
    again: () => send("bad", -injection.backfill),
    end: async () => {},
    settle: () => send("good", 0),
  };
}

/** Turns a monitor or test round; the journal has the way back before anything is changed. */
export function invertedFiring(drill: DrillRun, target: Target, injection: Injected<"inverted">): Firing {
  const datadog = needed(drill.datadog, "Datadog");
  const test = injection.what === "test";
  const { vendorId } = liveOf(target, test ? "synthetics-test" : "monitor");
  const path = test ? testPath(vendorId) : monitorPath(vendorId);
  const what = `${test ? "synthetic test" : "monitor"} ${vendorId} of ${target.definition.id}`;
  const meanwhile = changedMeanwhile(drill.journal, (body) => datadog.put(path, body));
  return {
    ...plain,
    how: "inverted",
    injected: test ? "the expected status code inverted" : "the comparison inverted",
    notes: [`Inverted, because ${injection.why}.`, ...suppressionNotes(target)],
    observe: (fresh) => observeMonitor(drill, target, fresh),
    unfired: async () => (test ? null : ((await statelessParts(drill, target)) ?? (await needsData(drill, target)))),
    begin: async () => {
      const live = await datadog.find(path);
      if (live === null) throw new Error(`The ${what} is no longer there.`);
      const body = test ? testBody(live) : monitorBody(live);
      const inverted = test ? invertedTest(live, drill.run) : invertedMonitor(live, drill.run);
      await meanwhile.change({ vendor: "datadog", what, method: "PUT", path, body }, inverted);
    },
    end: meanwhile.restore,
  };
}

/** An inverted composite fires whatever its parts do, so what keeps it from firing is not part of what is shown. */
function suppressionNotes({ definition: { signal } }: Target): string[] {
  if (!isComposite(signal) || signal.unless.length === 0) return [];
  return [
    `That ${signal.unless.join(" or ")} suppresses it was not tried: while ${signal.unless.length === 1 ? "that fires" : "one of them fires"}, it does not.`,
  ];
}

/** What a drill sends to Datadog; what it inverts there is one of two that are inverted. */
export const datadogActs: Acts<"logs" | "found" | "series" | "check-runs"> = {
  logs: {
    fire: logsFiring,
    touches: (injection, other) => linesTouch(injection.lines, other) || spendTouch(injection, other),
  },
  found: { fire: foundFiring, touches: foundTouch },
  series: {
    fire: seriesFiring,
    touches: (injection, other) => seriesTouch(injection, other) || spendTouch(injection, other),
  },
  "check-runs": { fire: checkFiring, touches: checkTouch },
};
