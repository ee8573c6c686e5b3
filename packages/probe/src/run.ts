import { submit } from "./datadog.ts";
import type { Reason } from "./failure.ts";
import { count, gauge, type Metric } from "./metric.ts";
import { askAll, type Outcome, type Part } from "./part.ts";
import { ownParts } from "./parts/index.ts";
import { statementParts } from "./parts/statements.ts";
import type { Settings } from "./settings.ts";
import { sourcesFor } from "./sources.ts";

/** How often the probe runs where it is deployed (`vercel.json`). */
const intervalSeconds = 60;
/** How long Datadog may keep a run waiting, beyond the parts' own limit. */
const submissionMs = 20_000;

/** What one run found and what became of it. */
export interface Report {
  stack: string;
  /** ISO time of the points. */
  at: string;
  parts: { part: string; durationMs: number; metrics: number; failures: { reason: Reason; message: string }[] }[];
  /** Those of the parts that were asked something, in the form in which they were sent. */
  metrics: Metric[];
  datadog: {
    /** Metrics that Datadog took, those about the probe itself not counted. */
    taken: number;
    failures: { reason: Reason; message: string }[];
    /** Whether the heartbeat arrived. */
    heartbeat: boolean;
  };
}

/**
 * One run: asks everything at once, sends what was found, and last what the probe has to say of itself, with its heartbeat.
 * It never throws for what a source or Datadog does.
 */
export async function runProbe(
  settings: Settings,
  parts: readonly Part[] = [...statementParts(settings.statements), ...ownParts],
): Promise<Report> {
  const at = new Date();
  const outcomes = await askAll(parts, sourcesFor(settings), settings.timeoutMs);
  const submission = {
    ...settings.datadog,
    stack: settings.stack,
    at,
    intervalSeconds,
    deadline: performance.now() + submissionMs,
  };
  const metrics = outcomes.flatMap((outcome) => outcome.metrics);
  const begun = performance.now();
  const sent = await submit(metrics, submission);
  const sending: Outcome = {
    part: "datadog",
    durationMs: Math.round(performance.now() - begun),
    metrics: [],
    failures: sent.failures,
  };
  const itself = await submit(aboutItself([...outcomes, sending]), {
    ...submission,
    deadline: performance.now() + submissionMs,
  });
  return {
    stack: settings.stack,
    at: at.toISOString(),
    parts: outcomes.map((outcome) => ({
      part: outcome.part,
      durationMs: outcome.durationMs,
      metrics: outcome.metrics.length,
      failures: outcome.failures.map(told),
    })),
    metrics,
    datadog: {
      taken: sent.taken,
      failures: [...sent.failures, ...itself.failures].map(told),
      heartbeat: itself.failures.length === 0,
    },
  };
}

/** Whether everything was told to Datadog (`complete`), not everything (`partial`), or not even that (`silent`). */
export function resultOf({ parts, datadog }: Report): "complete" | "partial" | "silent" {
  if (!datadog.heartbeat) return "silent";
  const isWhole = datadog.failures.length === 0 && parts.every(({ failures }) => failures.length === 0);
  return isWhole ? "complete" : "partial";
}

/**
 * How each part went, and the heartbeat at the end. An error is 1 with its reason, 0 under the reason `none` when there was
 * none, so that an alert hears both.
 */
export function aboutItself(outcomes: readonly Outcome[]): Metric[] {
  const failed = outcomes.filter(({ failures }) => failures.length > 0);
  return [
    ...outcomes.flatMap(({ part, durationMs, failures }) => [
      gauge("part.duration_ms", durationMs, { part }),
      ...[...new Set(failures.map(({ reason }) => reason))].map((reason) => gauge("part.error", 1, { part, reason })),
      ...(failures.length === 0 ? [gauge("part.error", 0, { part, reason: "none" })] : []),
    ]),
    gauge("parts.failed", failed.length),
    count("heartbeat", 1, { result: failed.length === 0 ? "complete" : "partial" }),
  ];
}

const told = ({ reason, message }: { reason: Reason; message: string }) => ({ reason, message });
