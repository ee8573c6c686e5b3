import { type ConditionOf, sideText } from "../model/condition.ts";
import type { Definition } from "../model/definition.ts";
import {
  isComposite,
  isMetricSignal,
  isPlainMetric,
  isSearch,
  measuresLogs,
  readsOfSignal,
} from "../model/signals/facts.ts";
import { readableDuration } from "../model/units.ts";
import { limitText, unitOf } from "../vendors/message.ts";
import { type ChangeKind, type Draft, draft, type Effect } from "./change.ts";
import { runChanges, shareChanges } from "./runs.ts";

type Threshold = ConditionOf<"threshold">;

/** What changes in when an alert fires. */
export function conditionChanges(before: Definition, after: Definition): Draft[] {
  const [was, is] = [before.condition, after.condition];
  if (was.kind === "threshold" && is.kind === "threshold") return thresholdChanges(before, after, was, is);
  if (was.kind === "each-event" && is.kind === "each-event") return throttleChanges(was.throttle, is.throttle);
  if (was.kind === "consecutive-failures" && is.kind === "consecutive-failures") {
    return runChanges(after, was, is);
  }
  if (was.kind === "failing-share" && is.kind === "failing-share") return shareChanges(was, is);
  if (was.kind === is.kind) {
    // What a composite is made of is told with its signal.
    if (was.kind === "as-stated" && isComposite(before.signal) && isComposite(after.signal)) return [];
    if (limitText(before) === limitText(after) && JSON.stringify(was) === JSON.stringify(is)) return [];
    const text = `Fires when ${limitText(after)} instead of ${limitText(before)}.`;
    return [draft("redirected", text, "condition")];
  }
  const text = `Fires by another kind of condition: ${limitText(after)} instead of ${limitText(before)}.`;
  return [draft("redirected", text, "condition")];
}

function thresholdChanges(before: Definition, after: Definition, was: Threshold, is: Threshold): Draft[] {
  if (was.comparison !== is.comparison) {
    const text = `Fires ${limitText(after)} instead of ${limitText(before)}: on the other side.`;
    return [draft("redirected", text, "condition")];
  }
  return [
    ...criticalChange(after, was, is),
    ...inclusiveChange(was, is),
    ...warningChange(after, was, is),
    ...recoveryChange(after, was, is),
    ...overChange(was, is),
    ...windowChange(after, was, is),
    ...noDataChange(was, is),
  ];
}

/** Whether `b` is further from the safe side than `a`, so that it is crossed later. */
const harder = (comparison: Threshold["comparison"], a: number, b: number) => (comparison === "above" ? b > a : b < a);

function criticalChange(after: Definition, was: Threshold, is: Threshold): Draft[] {
  if (was.critical === is.critical) return [];
  const loosened = harder(is.comparison, was.critical, is.critical);
  const unit = unitOf(after);
  return [
    draft(
      loosened ? "loosened" : "tightened",
      `Fires ${sideText(is)} ${is.critical}${unit} instead of ${was.critical}.`,
      "condition.critical",
    ),
  ];
}

/** What is reached and not passed: told by itself where the limit stays, and with the limit where it does not. */
function inclusiveChange(was: Threshold, is: Threshold): Draft[] {
  if (was.inclusive === is.inclusive) return [];
  const tightened = is.inclusive === true;
  return [
    draft(
      tightened ? "tightened" : "loosened",
      `Fires ${sideText(is)} its limits instead of ${sideText(was)} them.`,
      "condition.inclusive",
    ),
  ];
}

function warningChange(after: Definition, was: Threshold, is: Threshold): Draft[] {
  const [old, now] = [was.warning, is.warning];
  if (old === now) return [];
  const unit = unitOf(after);
  const paths = ["condition.warning"];
  if (now === undefined) {
    const text = `No longer warns ${sideText(was)} ${old}${unit}: nothing is sent before it fires.`;
    return [draft("quieter", text, paths, { effect: "other" })];
  }
  if (old === undefined) {
    const text = `Warns ${sideText(is)} ${now}${unit} before it fires.`;
    return [draft("louder", text, paths)];
  }
  const kind: ChangeKind = harder(is.comparison, old, now) ? "loosened" : "tightened";
  return [draft(kind, `Warns ${sideText(is)} ${now}${unit} instead of ${old}.`, paths, { effect: "other" })];
}

const recoverySides = {
  above: { strict: "at or under", reached: "under" },
  below: { strict: "at or over", reached: "over" },
} as const;

function recoveryChange(after: Definition, was: Threshold, is: Threshold): Draft[] {
  const unit = unitOf(after);
  const side = recoverySides[is.comparison][is.inclusive === true ? "reached" : "strict"];
  return (["recovery", "warningRecovery"] as const).flatMap((field): Draft[] => {
    const [old, now] = [was[field], is[field]];
    if (old === now) return [];
    const subject = field === "recovery" ? "Recovers" : "A warning recovers";
    const limit = field === "recovery" ? "the limit" : "the warning's limit";
    const paths = [`condition.${field}`];
    if (now === undefined) {
      const text = `${subject} as soon as it is back at ${limit} instead of ${side} ${old}${unit}: near the limit it fires and recovers by turns.`;
      return [draft("recovery", text, paths)];
    }
    const instead = old === undefined ? `as soon as it is back at ${limit}` : `${old}`;
    return [draft("recovery", `${subject} ${side} ${now}${unit} instead of ${instead}.`, paths)];
  });
}

/** From the one that fires most to the one that fires least for the same numbers. */
const strictness: readonly Threshold["over"][] = ["total", "any", "average", "sustained"];
const overWords: Record<Threshold["over"], string> = {
  total: "by all that comes together in its window",
  average: "by the mean of its window",
  sustained: "only when every point of its window is beyond the limit",
  any: "when any point of its window is beyond the limit",
};

function overChange(was: Threshold, is: Threshold): Draft[] {
  if (was.over === is.over) return [];
  const loosened = strictness.indexOf(is.over) > strictness.indexOf(was.over);
  return [
    draft(
      loosened ? "loosened" : "tightened",
      `Fires ${overWords[is.over]} instead of ${overWords[was.over]}.`,
      "condition.over",
    ),
  ];
}

/** Whether the value grows with the window: things counted, as opposed to shares, percentiles and levels. */
function counts({ signal, condition }: Definition): boolean {
  if (condition.kind !== "threshold" || condition.over !== "total") return false;
  if (measuresLogs(signal)) return signal.statistic === "sum";
  if (isSearch(signal)) return signal.value.of === "count";
  if (isMetricSignal(signal))
    return isPlainMetric(signal) && Object.values(signal.series).every((series) => series.as === "count");
  // Errors, lines, requests: a kind that counts is evaluated on what came, one that divides on two of these.
  const reads = readsOfSignal(signal);
  return reads.length === 1 && reads[0]?.points === "count";
}

function windowChange(after: Definition, was: Threshold, is: Threshold): Draft[] {
  if (was.soFarThis !== is.soFarThis) {
    const words = ({ soFarThis, window }: Threshold) =>
      soFarThis === undefined ? readableDuration(window) : `the ${soFarThis} so far`;
    const text = `Looks at ${words(is)} instead of ${words(was)}.`;
    return [draft("redirected", text, ["condition.soFarThis", "condition.window"])];
  }
  if (was.window === is.window) return [];
  const longer = is.window > was.window;
  const windows = `${readableDuration(is.window)} instead of ${readableDuration(was.window)}`;
  const paths = ["condition.window"];
  if (counts(after)) {
    const looser = (is.comparison === "above") !== longer;
    const kind: ChangeKind = looser ? "loosened" : "tightened";
    const effect: Effect = looser ? "less" : "more";
    const rate = looser ? "it takes more of them in the same time" : "fewer of them in the same time are enough";
    return [draft(kind, `Counts over ${windows}: ${rate}.`, paths, { effect })];
  }
  const text = longer
    ? `Looks at ${windows}: it fires later, and no longer for short peaks.`
    : `Looks at ${windows}: it fires sooner, also for shorter peaks.`;
  return [draft(longer ? "later" : "sooner", text, paths)];
}

const silence: Readonly<Record<NonNullable<Threshold["noData"]> | "unset", readonly [is: string, was: string]>> = {
  zero: ["counts them as zero", "counted them as zero"],
  ok: ["takes that for fine", "took that for fine"],
  notify: ["fires", "fired"],
  show: ["only shows that it knows nothing", "only showed that it knew nothing"],
  lastStatus: ["keeps its last status, however long", "kept its last status"],
  doNotNotify: ["notifies nobody", "notified nobody"],
  unset: ["leaves that to the vendor", "left that to the vendor"],
};

function noDataChange(was: Threshold, is: Threshold): Draft[] {
  if (was.noData === is.noData) return [];
  const old = was.noData ?? "unset";
  const now = is.noData ?? "unset";
  const text = `When its data stop, it ${silence[now][0]}; so far, it ${silence[old][1]}.`;
  const paths = ["condition.noData"];
  if (old === "notify") return [draft("quieter", text, paths)];
  if (now === "notify") return [draft("louder", text, paths)];
  return [draft("settings", text, paths)];
}

function throttleChanges(was: number, is: number): Draft[] {
  if (was === is) return [];
  const often = (seconds: number) => (seconds === 0 ? "for every event" : `once in ${readableDuration(seconds)}`);
  const quieter = is > was;
  return [
    draft(
      quieter ? "quieter" : "louder",
      `Speaks about the same issue ${often(is)} instead of ${often(was)}.`,
      "condition.throttle",
      { effect: quieter ? "other" : "more" },
    ),
  ];
}
