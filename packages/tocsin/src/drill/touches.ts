import type { Definition } from "../model/definition.ts";
import type { LogFilter } from "../model/signal.ts";
import { isMetricSignal } from "../model/signals/facts.ts";
import { matchesFilter, sameSource } from "../vendors/datadog/fire-logs.ts";
import type { Injection, LogLine } from "../vendors/fire-types.ts";
import { wantedTags } from "../vendors/sentry/fire-events.ts";
import { probeService } from "../vendors/vercel/project.ts";

/**
 * Whether what is injected for one definition can move the value that another one watches. Errs on the side of yes: two
 * alerts that share a signal without need only wait for each other.
 */
export function touches(injection: Injection, other: Definition): boolean {
  const { signal } = other;
  switch (injection.kind) {
    case "logs":
      return linesTouch(injection.lines, other);
    case "crons-off":
      // Without its crons the probe reports nothing.
      if (injection.service === probeService) return signal.kind === "metric" && signal.source === "probe";
      return silenceTouches(injection, other) || movesTouch(injection.moves, {}, other);
    case "trouble":
      return (
        movesTouch(injection.moves, injection.tags, other) ||
        (injection.silences !== null && silenceTouches(injection.silences, other))
      );
    case "metric":
      return (
        isMetricSignal(signal) &&
        Object.values(signal.series).some((watched) =>
          injection.series.some(({ metric, tags }) => metric === watched.metric && compatible(tags, watched.tags)),
        )
      );
    case "rows":
      return (
        movesTouch(injection.moves, {}, other) ||
        (injection.silences !== null && silenceTouches(injection.silences, other))
      );
    case "events":
      if (signal.kind === "sentry-errors") {
        return signal.project === injection.project && covers(injection.tags, signal.tags);
      }
      if (signal.kind === "sentry-issues") {
        return (
          signal.projects.includes(injection.project) &&
          covers(injection.tags, wantedTags(signal.tags)) &&
          !leavesOut(signal.tags, injection.tags)
        );
      }
      return false;
    case "spans":
      return (
        signal.kind === "sentry-spans" &&
        signal.project === injection.project &&
        globMatches(signal.transaction, injection.transaction)
      );
    case "inverted":
      // It changes its own object and nothing that others look at.
      return false;
  }
}

function linesTouch(lines: readonly LogLine[], { signal }: Definition): boolean {
  const filters: LogFilter[] =
    signal.kind === "log-count" || signal.kind === "log-measure"
      ? [signal.filter]
      : signal.kind === "log-ratio"
        ? [signal.part, ...signal.whole]
        : [];
  if (!("source" in signal) || typeof signal.source === "string" || "reportedBy" in signal.source) return false;
  const { source } = signal;
  return lines.some((line) => sameSource(line.source, source) && filters.some((filter) => matchesFilter(line, filter)));
}

/** Metrics that the probe reports otherwise, with the tags that they then have. */
function movesTouch(moves: readonly string[], tags: Record<string, string>, { signal }: Definition): boolean {
  return (
    isMetricSignal(signal) &&
    Object.values(signal.series).some((watched) => moves.includes(watched.metric) && compatible(tags, watched.tags))
  );
}

/**
 * Where a service's crons do not run, their lines no longer come; and whatever waits for lines of that service may wait for
 * lines that a cron writes.
 */
function silenceTouches(silence: { service: string; stops: readonly LogLine[] }, other: Definition): boolean {
  const { signal, condition } = other;
  return (
    linesTouch(silence.stops, other) ||
    (condition.kind === "threshold" &&
      condition.comparison === "below" &&
      signal.kind === "log-count" &&
      sameSource(signal.source, { kind: "vercel", service: silence.service }))
  );
}

/** Whether an alert excludes (`!feature`) what is sent. */
const leavesOut = (wanted: Record<string, string | string[]>, sent: Record<string, string[]>): boolean =>
  Object.entries(wanted).some(
    ([key, values]) => key.startsWith("!") && (sent[key.slice(1)] ?? []).some((one) => [values].flat().includes(one)),
  );

/** A tag that one of two leaves open can be the same. */
const compatible = (sent: Record<string, string>, watched: Record<string, string | string[]>): boolean =>
  Object.entries(watched).every(([key, value]) => {
    const has = sent[key.replace(/^!/, "")];
    return has === undefined || [value].flat().includes(has) !== key.startsWith("!");
  });

const covers = (sent: Record<string, string[]>, wanted: Record<string, string[]>): boolean =>
  Object.entries(wanted).every(([key, values]) => sent[key]?.some((value) => values.includes(value)));

function globMatches(pattern: string, name: string): boolean {
  const source = pattern.split("*").map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${source.join(".*")}$`).test(name);
}
