/** Milliseconds. */
type Milliseconds = number;

/** A header value above this is a point in time (epoch seconds), below it a number of seconds to wait. */
const epochThreshold = 1_000_000_000;

/**
 * How long a vendor asks us to wait, from the headers of its answer, or null if it does not say.
 *
 * `Retry-After` holds seconds or an HTTP date (RFC 9110). `X-RateLimit-Reset` holds seconds to wait at Datadog and epoch
 * seconds at Vercel; `X-Sentry-Rate-Limit-Reset` holds epoch seconds. The size of the number tells the two apart.
 */
export function askedToWait(headers: Headers, now: Milliseconds): Milliseconds | null {
  for (const name of ["retry-after", "x-ratelimit-reset", "x-sentry-rate-limit-reset"]) {
    const value = headers.get(name);
    if (value === null || value.trim() === "") continue;
    const wait = waitOf(value.trim(), now);
    if (wait !== null) return Math.max(0, wait);
  }
  return null;
}

function waitOf(value: string, now: Milliseconds): Milliseconds | null {
  const seconds = Number(value);
  if (Number.isFinite(seconds)) return seconds > epochThreshold ? seconds * 1000 - now : seconds * 1000;
  const date = Date.parse(value);
  return Number.isNaN(date) ? null : date - now;
}

/**
 * The wait before try `attempt` (1 is the first repetition) when the vendor names none: doubling from 200 ms, at most 5 s,
 * half of it random so that several runs do not knock in step.
 */
export function backoff(attempt: number, random: () => number): Milliseconds {
  const full = Math.min(5_000, 200 * 2 ** (attempt - 1));
  return full / 2 + (full / 2) * random();
}
