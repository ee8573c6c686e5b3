import { setTimeout as sleep } from "node:timers/promises";
import { connectionFailure, type ProbeFailure, statusFailure } from "./failure.ts";
import type { Metric } from "./metric.ts";

/** Series in one call: far below what Datadog takes (500 kB), and all that is lost with a call that fails. */
const perCall = 100;
const tries = 3;
const callLimitMs = 5_000;
/** Waits in milliseconds before the second and the third try where Datadog names none. */
const waits = [500, 2_000];

/** Numbers of the metric types of `POST /api/v2/series`. */
const types = { count: 1, gauge: 3 } as const;

export interface Submission {
  url: string;
  apiKey: string;
  stack: string;
  /** Time of the points. */
  at: Date;
  /** What the counts count over. */
  intervalSeconds: number;
  /** `performance.now()` after which nothing is tried again. */
  deadline: number;
}

/**
 * Sends metrics, call by call; a call that fails for good does not keep the next from being made.
 *
 * @returns how many were taken, and what went wrong, once for each call
 */
export async function submit(
  metrics: readonly Metric[],
  submission: Submission,
): Promise<{ taken: number; failures: ProbeFailure[] }> {
  const result = { taken: 0, failures: [] as ProbeFailure[] };
  for (let from = 0; from < metrics.length; from += perCall) {
    const some = metrics.slice(from, from + perCall);
    const failure = await send(some, submission);
    if (failure === null) result.taken += some.length;
    else result.failures.push(failure);
  }
  return result;
}

/** One call with its repetitions. The same points twice do no harm to a gauge; a count is repeated only if not taken. */
async function send(metrics: readonly Metric[], submission: Submission): Promise<ProbeFailure | null> {
  const body = JSON.stringify({ series: metrics.map((metric) => seriesOf(metric, submission)) });
  for (let attempt = 1; ; attempt++) {
    const { failure, waitMs } = await once(body, submission);
    if (failure === null) return null;
    const mayPass = ["rate-limited", "unreachable", "timeout"].includes(failure.reason);
    const wait = waitMs ?? waits[attempt - 1] ?? 0;
    if (!mayPass || attempt >= tries || performance.now() + wait > submission.deadline) return failure;
    await sleep(wait);
  }
}

async function once(
  body: string,
  { url, apiKey }: Submission,
): Promise<{ failure: ProbeFailure | null; waitMs: number | null }> {
  const signal = AbortSignal.timeout(callLimitMs);
  try {
    const response = await fetch(`${url}/api/v2/series`, {
      method: "POST",
      headers: { "content-type": "application/json", "dd-api-key": apiKey },
      body,
      redirect: "error",
      signal,
    });
    // What it says is not needed; left unread, the connection could not be used again.
    await response.body?.cancel();
    if (response.ok) return { failure: null, waitMs: null };
    // Datadog tells by 403, not 401, that it does not know a key.
    const status = response.status === 403 ? 401 : response.status;
    return { failure: statusFailure("Datadog", status, "DD_API_KEY"), waitMs: askedWait(response.headers) };
  } catch (error) {
    return { failure: connectionFailure("Datadog", error, signal), waitMs: null };
  }
}

/** Milliseconds until Datadog takes calls again, as its answer says. */
function askedWait(headers: Headers): number | null {
  const told = headers.get("x-ratelimit-reset") ?? headers.get("retry-after") ?? "";
  return /^\d+$/.test(told) ? Number(told) * 1000 : null;
}

function seriesOf({ name, kind, value, tags }: Metric, { stack, at, intervalSeconds }: Submission) {
  const all = { env: stack, ...tags };
  return {
    metric: name,
    type: types[kind],
    ...(kind === "count" ? { interval: intervalSeconds } : {}),
    points: [{ timestamp: Math.floor(at.getTime() / 1000), value }],
    tags: Object.entries(all).map(([key, text]) => `${key}:${text}`),
  };
}
