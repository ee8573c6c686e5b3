import type { Definition } from "../../model/definition.ts";
import { probeService } from "../../model/probe.ts";
import { isPlainMetric, readsLogs } from "../../model/signals/facts.ts";
import { sameSource } from "../datadog/fire-logs.ts";
import { linesTouch, movesTouch } from "../datadog/touches.ts";
import type { LogLine } from "../fire-types.ts";
import type { Injected } from "../firing.ts";

/** Whether a definition misses what crons that are off no longer leave. */
export function cronsTouch(injection: Injected<"crons-off">, other: Definition): boolean {
  const { signal } = other;
  // Without its crons the probe reports nothing.
  if (injection.service === probeService) return isPlainMetric(signal) && signal.source === "probe";
  return silenceTouches(injection, other) || movesTouch(injection.moves, {}, other);
}

/** The same of what the probe comes to report, with crons that do not run meanwhile. */
export const probeTouch = (injection: Injected<"rows" | "trouble">, other: Definition): boolean =>
  movesTouch(injection.moves, injection.kind === "trouble" ? injection.tags : {}, other) ||
  (injection.silences !== null && silenceTouches(injection.silences, other));

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
      readsLogs(signal) &&
      sameSource(signal.source, { kind: "vercel", service: silence.service }))
  );
}
