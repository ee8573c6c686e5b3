import type { Definition } from "../model/definition.ts";

/** What the points of a series are. */
type PointKind =
  /** How many came at that time; none is zero. */
  | "count"
  /** What was measured at that time; none is unknown. */
  | "gauge"
  /** One thing that was measured (a span's milliseconds, a number of a log line). */
  | "sample"
  /** One run: 1 passed, 0 failed. */
  | "run";

/** A series that a definition reads. */
interface Read {
  name: string;
  points: PointKind;
}

/**
 * The series that a definition is evaluated on; none for what is only declared. Where a count or percentile over the whole
 * window is known and its parts are not, the series `window` may stand in for all of them: its value at a time is the
 * signal's over the window that ends then.
 */
export function readsOf({ signal }: Definition): Read[] {
  switch (signal.kind) {
    case "sentry-errors":
    case "sentry-issues":
      return [{ name: "events", points: "count" }];
    case "sentry-spans":
      return [{ name: "durations", points: "sample" }];
    case "metric":
      return Object.entries(signal.series).map(([name, { as }]) => ({
        name,
        points: as === undefined ? "gauge" : "count",
      }));
    case "log-count":
      return [{ name: signal.count, points: "count" }];
    case "log-ratio":
      return [
        { name: "part", points: "count" },
        { name: "whole", points: "count" },
      ];
    case "log-measure":
      return [{ name: "values", points: "sample" }];
    case "http-check":
      return [{ name: "runs", points: "run" }];
    case "crons":
    case "webhook-endpoint":
      return [];
  }
}

/** Name of the series that holds the signal's value over whole windows. */
export const wholeWindow = "window";
