import type { SignalOf } from "../../model/signal.ts";
import { readableDuration } from "../../model/units.ts";
import type { Draft } from "../change.ts";
import { list, moved, same, valueText } from "../words.ts";
import { sourceChange } from "./part.ts";

type Metric = SignalOf<"metric">;
type Series = Metric["series"][string];

/** `max of x{tag:value} as count`. */
export function seriesText({ metric, aggregate, tags, as }: Series): string {
  const scope = Object.entries(tags).map(([key, value]) => `${key}:${value}`);
  return `${aggregate} of ${metric}${scope.length > 0 ? ` {${scope.join(", ")}}` : ""}${as === undefined ? "" : ` as ${as}`}`;
}

export function metricChanges(was: Metric, is: Metric): Draft[] {
  const drafts = sourceChange(`metrics of ${was.source}`, `metrics of ${is.source}`, "signal.source");
  const other = (kind: "redirected" | "settings", path: string, text: string) =>
    drafts.push({ kind, effect: kind === "redirected" ? "less" : "other", text, paths: [path] });

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
      ...(come.length > 0 ? [`rings for each ${list(come)} by itself`] : []),
      ...(gone.length > 0 ? [`no longer rings for each ${list(gone)} by itself`] : []),
    ];
    const text = words.length === 0 ? "groups by the same in another order" : list(words);
    drafts.push({
      kind: gone.length > 0 ? "quieter" : "louder",
      effect: gone.length > 0 ? "less" : "more",
      text: `${text[0]?.toUpperCase()}${text.slice(1)}.`,
      paths: ["signal.groupBy"],
    });
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
  return drafts;
}
