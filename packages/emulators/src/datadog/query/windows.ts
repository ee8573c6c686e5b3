import { QueryError, type Scanner } from "./scanner.ts";
import type { Window } from "./types.ts";

const UNIT_SECONDS = { m: 60, h: 3_600, d: 86_400, w: 604_800 };

/** Seconds of `5m`, `1h`, `2d`, `1w`; null when it is not of that form. */
export function durationSeconds(text: string): number | null {
  const parts = /^([1-9]\d*)([mhdw])$/.exec(text);
  if (parts === null) return null;
  const [, count, unit] = parts;
  if (unit !== "m" && unit !== "h" && unit !== "d" && unit !== "w") return null;
  return Number(count) * UNIT_SECONDS[unit];
}

/**
 * The window of a metric monitor: 1 to 10080 minutes, 1 to 168 hours, days up to a week, `1w`, or a calendar period
 * (Datadog's description of `POST /api/v1/monitor`; calendar periods from its `scheduling_options`).
 */
export function parseMetricWindow(scanner: Scanner): Window {
  const word = scanner.need(/[A-Za-z_0-9]+/, "a window such as last_5m");
  switch (word) {
    case "current_1h":
      return { kind: "calendar", unit: "hour" };
    case "current_1d":
      return { kind: "calendar", unit: "day" };
    case "current_1w":
      return { kind: "calendar", unit: "week" };
    case "current_1mo":
      return { kind: "calendar", unit: "month" };
    default:
      return { kind: "rolling", seconds: ahead(word) ?? rolling(word) };
  }
}

/** The time that a forecast looks ahead, in seconds: `next_2w`, `next_1mo`; null for a window of the past. */
function ahead(word: string): number | null {
  const length = /^next_(\w+)$/.exec(word)?.[1];
  if (length === undefined) return null;
  const months = /^([1-9]\d*)mo$/.exec(length)?.[1];
  const seconds = months === undefined ? durationSeconds(length) : Number(months) * 30 * UNIT_SECONDS.d;
  if (seconds === null) throw new QueryError(`'${word}' is not a window: use next_#h, next_#d, next_#w or next_#mo`);
  return seconds;
}

/** The time that a change monitor looks back, in seconds: `last_1h` or `1h_ago`. */
export function parseShift(scanner: Scanner): number {
  const word = scanner.need(/[A-Za-z_0-9]+/, "a time shift such as last_1h");
  return rolling(word.endsWith("_ago") ? `last_${word.slice(0, -"_ago".length)}` : word);
}

function rolling(word: string): number {
  const seconds = word.startsWith("last_") ? durationSeconds(word.slice("last_".length)) : null;
  if (seconds === null) throw new QueryError(`'${word}' is not a window: use last_#m, last_#h, last_#d or last_1w`);
  if (seconds > UNIT_SECONDS.w) throw new QueryError(`the window '${word}' is longer than 10080 minutes`);
  return seconds;
}

/** The window of a monitor over events, `1m` to `2880m` or `48h`. */
export function eventWindowSeconds(text: string): number {
  const seconds = durationSeconds(text);
  if (seconds === null) throw new QueryError(`'${text}' is not a window: use #m or #h`);
  if (seconds > 2 * UNIT_SECONDS.d) throw new QueryError(`the window '${text}' is longer than 48 hours`);
  return seconds;
}
