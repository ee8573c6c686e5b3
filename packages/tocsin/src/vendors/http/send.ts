/**
 * The one place where a vendor is called: for what is read, for what the engine's plugin manages, and for what a drill does. It
 * knows when a call may be made again, how long to wait, how much of an answer to take, and through which proxy to go.
 */
import { setTimeout as delay } from "node:timers/promises";
import type { z } from "zod";
import { addressFault } from "../../model/address.ts";
import { redact } from "../../model/redact.ts";
import { isTooDeep } from "../../model/resource.ts";
import { limitedText, NotUtf8, TooLong } from "../../shared/limited-text.ts";
import { cleanCause, credentialsIn } from "../secrets.ts";
import { AddressRefused, VendorAnsweredWrong } from "./errors.ts";
import type { Fetched } from "./proxy.ts";
import { askedToWait, backoff } from "./waits.ts";

export type Method = "GET" | "HEAD" | "OPTIONS" | "POST" | "PUT" | "PATCH" | "DELETE";

export interface Call {
  /** The vendor's name as people write it. */
  vendor: string;
  method: Method;
  url: string;
  /** Holds the credential, which appears in no message. */
  headers: Readonly<Record<string, string>>;
  body?: string | undefined;
  /** Whether doing it twice does no harm. Default: for every method but POST and PATCH. */
  repeatable?: boolean | undefined;
  /** Whether an answer other than 429 says that this vendor limits our rate, and that the call was not taken. */
  limits?: ((answer: Answer) => boolean) | undefined;
}

/** Times in milliseconds. */
export interface Patience {
  /** Of one try, the answer's body included. */
  timeoutMs: number;
  tries: number;
  /** A vendor that asks for more is not waited for. */
  longestWaitMs: number;
  /** What is left for all calls of a run; without it there is no such limit. */
  left?: (() => number) | undefined;
  /** Ends waits; a call under way may finish. */
  signal?: AbortSignal | undefined;
  /** Called before each try. */
  onTry?: (() => void) | undefined;
  /** Bytes of an answer that are read, unpacked; a longer one is none. Default: those of a vendor's longest list. */
  most?: number | undefined;
  /** For tests: what waits, and what tells the time in milliseconds. */
  sleep?: ((milliseconds: number) => Promise<unknown>) | undefined;
  now?: (() => number) | undefined;
}

export interface Answer {
  status: number;
  headers: Headers;
  /** Without the credentials that were sent. */
  text: string;
}

/** How a call ended, repetitions included. */
export type Outcome =
  | { kind: "answered"; answer: Answer }
  /** No answer, or none that says yes or no: 429, or a failure of the vendor (5xx). */
  | {
      kind: "failed";
      /** Goes on "Datadog could not be read: ...". */
      problem: string;
      answer: Answer | null;
      tries: number;
      /** Milliseconds that the vendor asks to wait, if it does. */
      asked: number | null;
      /** The wait before the next try, where that is longer than we wait. */
      tooLong: number | null;
      cause: unknown;
    }
  /** The time for all calls is used up; nothing was sent. */
  | { kind: "late" };

/** Even a vendor that asks for no wait at all, or for one in the past, is not asked again at once. */
const shortestWaitMs = 100;

/**
 * Makes a call, and makes it again as long as that is safe: any call that the vendor did not take (429, no connection), a
 * repeatable one after every failure. What may have been carried out is never repeated.
 * @throws AddressRefused before anything is sent
 */
export async function send(call: Call, patience: Patience): Promise<Outcome> {
  const fault = addressFault(new URL(call.url).origin);
  if (fault !== null) throw new AddressRefused(call.vendor, fault);
  const repeatable = call.repeatable ?? (call.method !== "POST" && call.method !== "PATCH");
  for (let tries = 1; ; tries += 1) {
    const limit = Math.min(patience.timeoutMs, patience.left?.() ?? Number.POSITIVE_INFINITY);
    if (limit <= 0) return { kind: "late" };
    patience.onTry?.();
    const one = await once(call, limit, patience.most);
    if ("answer" in one && one.problem === null) return { kind: "answered", answer: one.answer };
    const asked = one.answer === null ? null : askedToWait(one.answer.headers, (patience.now ?? Date.now)());
    const wait = Math.max(shortestWaitMs, asked ?? backoff(tries, Math.random));
    const failed = { kind: "failed", ...one, tries, asked, tooLong: null } as const;
    if (one.hopeless || !(one.untaken || repeatable) || tries >= patience.tries) return failed;
    if (wait > patience.longestWaitMs || wait >= (patience.left?.() ?? Number.POSITIVE_INFINITY)) {
      return { ...failed, tooLong: wait };
    }
    const sleep = patience.sleep ?? ((ms: number) => delay(ms, undefined, { signal: patience.signal }));
    // A user who stops the run gets what there is, not another try.
    await sleep(wait).catch(() => undefined);
    if (patience.signal?.aborted) return failed;
  }
}

type Try = { answer: Answer; problem: null } | Failure;

interface Failure {
  problem: string;
  answer: Answer | null;
  /** Certainly not carried out. */
  untaken: boolean;
  /** Another try would end alike. */
  hopeless: boolean;
  cause: unknown;
}

async function once({ method, url, headers, body, limits }: Call, limit: number, most?: number): Promise<Try> {
  const init: RequestInit = {
    method,
    headers,
    // A redirect could carry the credential elsewhere, and no documented call answers with one.
    redirect: "manual",
    // What is left of a deadline may be a fraction, which the timer refuses.
    signal: AbortSignal.timeout(Math.ceil(limit)),
    ...(body === undefined ? {} : { body }),
  };
  let answer: Answer;
  try {
    const response = await fetchFrom(url, init);
    // Whole, before anything is cut or parsed: what is read of it goes into messages, reports and evidence.
    const text = redact(await limitedText(response, most), credentialsIn(headers));
    answer = { status: response.status, headers: response.headers, text };
  } catch (error) {
    return failure(error, limit);
  }
  const { status } = answer;
  const limited = status === 429 || limits?.(answer) === true;
  if (!limited && status < 500) return { answer, problem: null };
  const problem = limited ? `it limits our rate (${status})` : `it answered ${status}`;
  return { problem, answer, untaken: limited, hopeless: false, cause: undefined };
}

function failure(error: unknown, limit: number): Failure {
  const cause = error instanceof Error ? error.cause : undefined;
  const inner = cause instanceof Error && "code" in cause && typeof cause.code === "string" ? cause.code : null;
  const failed = (problem: string, { untaken = false, hopeless = false } = {}): Failure => ({
    ...{ problem, untaken, hopeless, answer: null, cause: cleanCause(error) },
  });
  if (error instanceof TooLong || error instanceof NotUtf8) return failed(error.message, { hopeless: true });
  if (error instanceof Error && error.name === "TimeoutError") return failed(`no answer within ${limit / 1000} s`);
  if (inner === "ECONNREFUSED") return failed("nothing listens there (connection refused)", { untaken: true });
  if (inner === "ENOTFOUND") return failed("its host name is unknown", { untaken: true });
  if (error instanceof TypeError && error.message === "terminated") return failed("its answer broke off");
  return failed(`the connection failed${inner === null ? "" : ` (${inner})`}`);
}

/**
 * What an answer says, in the shape in which it is needed.
 * @param what it is an answer to, to go on "Datadog answered": `monitors`, `PUT api/v1/monitor/1`
 * @throws VendorAnsweredWrong
 */
export function readAnswer<T>(
  vendor: string,
  what: string,
  { status, text }: Pick<Answer, "status" | "text">,
  schema: z.ZodType<T>,
): T {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw new VendorAnsweredWrong(vendor, `${vendor} answered ${what} with something that is not JSON.`, {
      cause,
      status,
    });
  }
  if (isTooDeep(json)) {
    throw new VendorAnsweredWrong(vendor, `${vendor} answered ${what} in an unexpected shape: it is nested too deep.`, {
      status,
    });
  }
  const read = schema.safeParse(json);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  const field = issue?.path.length ? `field ${issue.path.map(String).join(".")}` : "the answer itself";
  const reason = issue?.message ?? "not as documented";
  const message = `${vendor} answered ${what} in an unexpected shape: ${field}: ${reason}.`;
  throw new VendorAnsweredWrong(vendor, message, { status });
}

const thisMachine = /^(localhost|127\.[\d.]+|\[::1\])$/;
const proxies = ["HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy"];

/** Fetches through the proxy that the environment names; what is on this machine is asked directly. */
export async function fetchFrom(url: string, init: RequestInit): Promise<Fetched> {
  if (thisMachine.test(new URL(url).hostname) || proxies.every((name) => !process.env[name])) return fetch(url, init);
  return (await import("./proxy.ts")).throughProxy(url, init);
}
