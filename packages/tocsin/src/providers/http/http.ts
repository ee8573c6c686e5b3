import { setTimeout as delay } from "node:timers/promises";
import type { z } from "zod";
import { errorOfAnswer, type VendorAccess, VendorError } from "./http-errors.ts";

type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

export interface HttpOptions extends VendorAccess {
  /** Ends in a slash; paths are relative to it. */
  baseUrl: string;
  headers: () => Record<string, string>;
  /** Ends waits between tries; a call under way may finish. */
  signal?: AbortSignal;
  /** For tests: what waits, and what tells the time in milliseconds. */
  sleep?: (milliseconds: number) => Promise<unknown>;
  now?: () => number;
}

interface Call<T> {
  method: Method;
  /** Relative to the base URL, with its query. */
  path: string;
  body?: unknown;
  /** What the answer must look like. Absent for answers without a body. */
  schema?: z.ZodType<T>;
}

/** A parsed answer with the headers that lists need. */
interface Answer<T> {
  value: T;
  headers: Headers;
}

export interface Http {
  /** Throws a `VendorError` on every refusal, and an error that names the field on an unexpected shape. */
  ask<T>(call: Call<T> & { schema: z.ZodType<T> }): Promise<Answer<T>>;
  /** The same for what may be missing: null when the vendor answers 404. */
  find<T>(call: Call<T> & { schema: z.ZodType<T> }): Promise<T | null>;
  /** For answers whose body does not matter. A 404 is the vendor's way to say that the work is done. */
  remove(path: string): Promise<void>;
}

const TIMEOUT_MS = 30_000;
const TRIES = 5;
/** A vendor that asks for more patience than this is not waited for: the user should hear of it. */
const LONGEST_WAIT_MS = 60_000;
const UNAVAILABLE: ReadonlySet<number> = new Set([502, 503, 504]);

/**
 * Calls a vendor's JSON interface. Repeats, at most five times in all: any call after 429, as long as the vendor asks
 * (`Retry-After`, `X-Sentry-Rate-Limit-Reset`), or when the connection was refused, because then nothing was done; calls that
 * may be repeated (GET, PUT, DELETE) after 502, 503, 504, a timeout and a broken connection. A POST that may have worked is never repeated.
 */
export function createHttp(options: HttpOptions): Http {
  const sleep = options.sleep ?? ((milliseconds) => delay(milliseconds, undefined, { signal: options.signal }));
  const now = options.now ?? Date.now;

  async function send(call: Call<unknown>): Promise<Response> {
    for (let attempt = 1; ; attempt += 1) {
      const isLast = attempt === TRIES;
      const outcome = await once(options, call);
      const wait = waitBefore(outcome, call.method, attempt, now());
      if (wait === null || isLast) return settle(outcome);
      if (wait > LONGEST_WAIT_MS) {
        const seconds = Math.ceil(wait / 1000);
        throw new VendorError(
          `${options.vendor} asks to wait ${seconds} s before ${nameOf(call)}. Try again then.`,
          429,
        );
      }
      // A user who stops the run gets the answer that there is, not another try.
      await sleep(wait).catch(() => undefined);
      if (options.signal?.aborted) return settle(outcome);
    }
  }

  async function settle(outcome: Outcome): Promise<Response> {
    if (outcome.error) throw outcome.error;
    return outcome.answer;
  }

  async function refuse(call: Call<unknown>, answer: Response): Promise<never> {
    throw errorOfAnswer(options, nameOf(call), answer, await answer.text());
  }

  async function parse<T>(call: Call<T> & { schema: z.ZodType<T> }, answer: Response): Promise<T> {
    const result = call.schema.safeParse(jsonOf(await answer.text()));
    if (result.success) return result.data;
    const [issue] = result.error.issues;
    const field = issue?.path.length ? issue.path.map(String).join(".") : "the body";
    throw new VendorError(
      `${options.vendor} answered ${nameOf(call)} in an unexpected form: ${field}: ${issue?.message ?? "not as documented"}.`,
      answer.status,
    );
  }

  return {
    async ask(call) {
      const answer = await send(call);
      if (!answer.ok) return refuse(call, answer);
      return { value: await parse(call, answer), headers: answer.headers };
    },
    async find(call) {
      const answer = await send(call);
      if (answer.status === 404) return null;
      if (!answer.ok) return refuse(call, answer);
      return parse(call, answer);
    },
    async remove(path) {
      const call = { method: "DELETE", path } as const;
      const answer = await send(call);
      if (!answer.ok && answer.status !== 404) await refuse(call, answer);
    },
  };
}

type Outcome = { answer: Response; error?: undefined } | { error: VendorError; refused: boolean };

async function once(options: HttpOptions, call: Call<unknown>): Promise<Outcome> {
  const url = new URL(call.path, options.baseUrl);
  const type = call.body === undefined ? undefined : { "content-type": "application/json" };
  const request: RequestInit = {
    method: call.method,
    headers: { accept: "application/json", ...type, ...options.headers() },
    body: call.body === undefined ? undefined : JSON.stringify(call.body),
    // A redirect could carry the credential elsewhere, and no documented call answers with one.
    redirect: "manual",
  };
  try {
    return { answer: await fetch(url, { ...request, signal: AbortSignal.timeout(TIMEOUT_MS) }) };
  } catch (error) {
    const code = codeOf(error);
    const why =
      code === "TimeoutError" ? `did not answer within ${TIMEOUT_MS / 1000} s` : `could not be reached (${code})`;
    const message = `${options.vendor} ${why} for ${nameOf(call)} at ${url.host}. Try again later.`;
    return { error: new VendorError(message, null, { cause: error }), refused: code === "ECONNREFUSED" };
  }
}

/** Milliseconds to wait before the same call again, or null when it must not be repeated. */
function waitBefore(outcome: Outcome, method: Method, attempt: number, now: number): number | null {
  const backoff = 500 * 2 ** (attempt - 1);
  const isRepeatable = method !== "POST" && method !== "PATCH";
  if (outcome.error) return outcome.refused || isRepeatable ? backoff : null;
  const { status, headers } = outcome.answer;
  if (status === 429) return askedWait(headers, now) ?? backoff;
  if (!UNAVAILABLE.has(status) || !isRepeatable) return null;
  return askedWait(headers, now) ?? backoff;
}

/** `Retry-After` is in seconds or a date, `X-Sentry-Rate-Limit-Reset` in seconds since 1970. */
function askedWait(headers: Headers, now: number): number | null {
  const after = headers.get("retry-after");
  if (after !== null) {
    const until = Number.isFinite(Number(after)) ? Number(after) * 1000 : Date.parse(after) - now;
    return Number.isNaN(until) ? null : Math.max(0, until);
  }
  const reset = headers.get("x-sentry-rate-limit-reset");
  if (reset === null || !Number.isFinite(Number(reset))) return null;
  return Math.max(0, Number(reset) * 1000 - now);
}

function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return "unknown cause";
  if (error.name === "TimeoutError") return error.name;
  const { cause } = error;
  return cause instanceof Error && "code" in cause ? String(cause.code) : error.message;
}

function nameOf(call: Call<unknown>): string {
  return `${call.method} ${call.path.split("?")[0]}`;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
