import type { MetricSignal } from "../../model/signal.ts";
import type { PlainMetric } from "../../model/signals/facts.ts";
import { readableDuration } from "../../model/units.ts";
import { type Draft, draft } from "../change.ts";
import { list, moved, same, valueText } from "../words.ts";
import { sourceChange } from "./part.ts";
import { grouped, type WordsOf } from "./words-of.ts";

type Series = PlainMetric["series"][string];

/** `max of x{tag:value} as count`. */
function seriesText({ metric, aggregate, tags, as, rollup, fill, functions = [] }: Series): string {
  const scope = Object.entries(tags).map(([key, value]) => `${key}:${[value].flat().join("|")}`);
  const done = [
    ...(rollup === undefined ? [] : [`rolled up by ${rollup.method}`]),
    ...(fill === undefined ? [] : [`gaps filled with ${fill.with}`]),
    ...functions.map(({ name, arguments: values }) => `${name}(${values.join(", ")})`),
  ];
  return `${aggregate} of ${metric}${scope.length > 0 ? ` {${scope.join(", ")}}` : ""}${as === undefined ? "" : ` as ${as}`}${done.map((one) => `, ${one}`).join("")}`;
}

/** `errors / hits (errors = sum of a; hits = sum of b)`. */
function metricText({ expression, series }: MetricSignal): string {
  const named = Object.entries(series).map(([name, one]) => `${name} = ${seriesText(one)}`);
  return `${expression} (${named.join("; ")})`;
}

const reporter = ({ source }: MetricSignal): string =>
  typeof source === "string" ? `metrics of ${source}` : `${source.reportedBy} metrics of scope ${source.scope}`;

function metricChanges(was: PlainMetric, is: PlainMetric): Draft[] {
  const drafts = sourceChange(reporter(was), reporter(is), "signal.source");
  const other = (kind: "redirected" | "settings", path: string, text: string) =>
    drafts.push(draft(kind, text, path, { effect: kind === "redirected" ? "less" : "other" }));

  if (was.expression !== is.expression) {
    other(
      "redirected",
      "signal.expression",
      `Measures ${valueText(is.expression)} instead of ${valueText(was.expression)}.`,
    );
  }
  for (const name of [...new Set([...Object.keys(was.series), ...Object.keys(is.series)])].sort()) {
    const [old, now] = [was.series[name], is.series[name]];
    if (same(old, now)) continue;
    const text = (series: Series | undefined) => (series === undefined ? "nothing" : seriesText(series));
    other("redirected", `signal.series.${name}`, `Takes for ${name} the ${text(now)} instead of the ${text(old)}.`);
  }
  if (!same(was.groupBy, is.groupBy)) {
    const { gone, come } = moved(was.groupBy, is.groupBy);
    const words = [
      ...(come.length > 0 ? [`fires for each ${list(come)} by itself`] : []),
      ...(gone.length > 0 ? [`no longer fires for each ${list(gone)} by itself`] : []),
    ];
    const text = words.length === 0 ? "groups by the same in another order" : list(words);
    drafts.push(
      draft(gone.length > 0 ? "quieter" : "louder", `${text[0]?.toUpperCase()}${text.slice(1)}.`, "signal.groupBy"),
    );
  }
  if (was.unit !== is.unit)
    other("settings", "signal.unit", `Is measured in ${valueText(is.unit)} instead of ${valueText(was.unit)}.`);
  if (!same(was.domain, is.domain)) {
    other(
      "settings",
      "signal.domain",
      `Is said to lie within ${valueText(is.domain)} instead of ${valueText(was.domain)}.`,
    );
  }
  if (was.interval !== is.interval) {
    const text = `Is said to get a point every ${readableDuration(is.interval)} instead of ${readableDuration(was.interval)}.`;
    other("settings", "signal.interval", text);
  }
  return [...drafts, ...minimumChange(was.minimum, is.minimum)];
}

/** Below its minimum an alert is silent: a larger one makes it fire less. */
function minimumChange(was: PlainMetric["minimum"], is: PlainMetric["minimum"]): Draft[] {
  if (same(was, is)) return [];
  const path = "signal.minimum";
  const words = (one: PlainMetric["minimum"]) =>
    one === undefined ? "" : `with fewer than ${one.value} ${one.series}`;
  if (is === undefined) return [draft("tightened", `Is no longer silent ${words(was)} in its window.`, path)];
  if (was === undefined) return [draft("loosened", `Is silent ${words(is)} in its window, from now on.`, path)];
  if (was.series !== is.series)
    return [draft("redirected", `Is silent ${words(is)} in its window instead of ${words(was)}.`, path)];
  const kind = is.value > was.value ? "loosened" : "tightened";
  return [draft(kind, `Is silent ${words(is)} in its window instead of ${was.value}.`, path)];
}

/** Words for metrics. */
export const metricWords: WordsOf<MetricSignal["kind"]> = {
  metric: {
    text: metricText,
    changes: metricChanges,
  },
  "metric-change": {
    text: (signal) => `the ${signal.change} change of ${metricText(signal)}`,
  },
  "metric-anomaly": {
    text: (signal) => `whether ${metricText(signal)} is unusual (${signal.direction})`,
  },
  "metric-forecast": {
    text: (signal) => `what ${metricText(signal)} will be`,
  },
  "metric-outliers": {
    text: (signal) => `which ${grouped(signal).trim()} of ${metricText(signal)} is unlike the others`,
  },
};
