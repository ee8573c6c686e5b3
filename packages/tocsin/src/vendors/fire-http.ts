import { setTimeout as delay } from "node:timers/promises";
import type { z } from "zod";
import { addressFault } from "../model/address.ts";
import { redact } from "../model/redact.ts";
import { AddressRefused, VendorAnsweredWrong, VendorRefused, VendorUnreachable } from "./http-errors.ts";
import { cleanCause, credentialsIn, guard } from "./secrets.ts";
import { askedToWait, backoff } from "./waits.ts";

export interface FireOptions {
  /** The vendor's name as people write it. */
  vendor: string;
  /** Sent with every call; holds the credential and appears in no message. */
  headers: Record<string, string>;
  /** Environment variables that hold the credential, for messages. */
  credential: string;
  /** Limit of one call in milliseconds. Default 20 s. */
  timeoutMs?: number;
  /** Tries of one call, the first included. Default 5. */
  tries?: number;
  /** Longest wait that a vendor may ask for, in milliseconds. Default 2 min. */
  longestWaitMs?: number;
}

/** One call: `what` says for people what it does ("send logs"), `scope` is the permission that it needs. */
export interface Call {
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  url: string;
  what: string;
  scope: string;
  /** An object is sent as JSON, text as it is with `type`. */
  body?: object | string;
  type?: string;
  /** Added to the vendor's headers; an empty text leaves one out. */
  headers?: Record<string, string>;
  /** Whether doing it twice does no harm. Default: for every method but POST. */
  repeatable?: boolean;
}

export interface Answer {
  status: number;
  text: string;
  /** The vendor's clock when it answered. */
  date: Date;
  /** The `Link` header, which says where a list goes on. */
  link: string | null;
}

/**
 * Calls that change something at a vendor or put a signal into it. A call is only repeated when the vendor did not take it:
 * when it limits our rate, when nothing listens, or after any failure if doing it twice does no harm.
 */
export class FireHttp {
  readonly #options: Required<FireOptions>;

  constructor(options: FireOptions) {
    guard(credentialsIn(options.headers));
    this.#options = { timeoutMs: 20_000, tries: 5, longestWaitMs: 120_000, ...options };
  }

  /**
   * Any answer below 500 but 401, 403 and 429 is returned.
   * @throws VendorUnreachable, VendorRefused, AddressRefused
   */
  async send(call: Call): Promise<Answer> {
    const { vendor, tries, longestWaitMs } = this.#options;
    const fault = addressFault(new URL(call.url).origin);
    if (fault !== null) throw new AddressRefused(vendor, fault);
    for (let attempt = 1; ; attempt++) {
      const outcome = await this.#once(call);
      if ("status" in outcome) return outcome;
      const again = outcome.untaken || (call.repeatable ?? call.method !== "POST");
      const wait = outcome.wait ?? backoff(attempt, Math.random);
      if (!again || attempt >= tries || wait > longestWaitMs) {
        const asked = wait > longestWaitMs ? ` and asks to wait ${Math.ceil(wait / 1000)} s` : "";
        const message = `${vendor} could not be asked to ${call.what}: ${outcome.problem}${asked}.`;
        throw new VendorUnreachable(vendor, message, { cause: outcome.cause });
      }
      await delay(wait);
    }
  }

  /**
   * As `send`, for calls of which only success is expected; the answer's JSON is parsed. `given`: an answer that has come already.
   * @throws VendorUnreachable, VendorRefused, VendorAnsweredWrong
   */
  async json<T>(
    call: Call,
    schema: z.ZodType<T>,
    given?: Answer,
  ): Promise<{ data: T; date: Date; link: string | null }> {
    const answer = given ?? (await this.send(call));
    const { vendor } = this.#options;
    if (answer.status >= 300) {
      const said = answer.text.slice(0, 300);
      throw new VendorAnsweredWrong(vendor, `${vendor} refused to ${call.what} (${answer.status}): ${said}`);
    }
    let json: unknown = null;
    try {
      json = answer.text === "" ? {} : JSON.parse(answer.text);
    } catch (cause) {
      throw new VendorAnsweredWrong(
        vendor,
        `${vendor} answered something that is not JSON when asked to ${call.what}.`,
        {
          cause,
        },
      );
    }
    const parsed = schema.safeParse(json);
    if (parsed.success) return { data: parsed.data, date: answer.date, link: answer.link };
    const issue = parsed.error.issues[0];
    const message = `${vendor} answered in an unexpected shape when asked to ${call.what}: field ${issue?.path.join(".") || "(the answer itself)"}: ${issue?.message ?? "unknown"}.`;
    throw new VendorAnsweredWrong(vendor, message);
  }

  async #once(call: Call): Promise<Answer | Failed> {
    const { headers, timeoutMs } = this.#options;
    const text = typeof call.body === "string" ? call.body : call.body && JSON.stringify(call.body);
    const all = { ...headers, ...call.headers };
    if (text !== undefined) all["content-type"] = call.type ?? "application/json";
    for (const [name, value] of Object.entries(all)) if (value === "") delete all[name];
    let response: Response;
    let body: string;
    try {
      const init = {
        method: call.method,
        headers: all,
        redirect: "error",
        signal: AbortSignal.timeout(timeoutMs),
      } as const;
      response = await fetch(call.url, text === undefined ? init : { ...init, body: text });
      // Whole, before anything is cut: a refusal that repeats the request would show its key in reports and evidence.
      body = redact(await response.text(), credentialsIn(all));
    } catch (error) {
      return failure(error, timeoutMs);
    }
    if (response.status === 401 || response.status === 403) {
      const { vendor, credential } = this.#options;
      const message = `${vendor} refused to ${call.what} (${response.status}): set ${credential} to a credential with the scope ${call.scope}.`;
      throw new VendorRefused(vendor, message);
    }
    const wait = askedToWait(response.headers, Date.now());
    if (response.status === 429) return { problem: "it limits our rate (429)", untaken: true, wait };
    if (response.status >= 500) {
      return { problem: `it answered ${response.status}`, untaken: response.status === 503, wait };
    }
    return { status: response.status, text: body, date: dateOf(response.headers), link: response.headers.get("link") };
  }
}

interface Failed {
  problem: string;
  /** Certainly not carried out, so that it may be sent again. */
  untaken: boolean;
  wait: number | null;
  cause?: unknown;
}

function failure(error: unknown, limit: number): Failed {
  const cause = error instanceof Error ? error.cause : undefined;
  const code = cause instanceof Error && "code" in cause ? String(cause.code) : null;
  if (error instanceof Error && error.name === "TimeoutError") {
    return { problem: `no answer within ${limit / 1000} s`, untaken: false, wait: null, cause: cleanCause(error) };
  }
  const untaken = code === "ECONNREFUSED" || code === "ENOTFOUND";
  return {
    problem: `the connection failed${code === null ? "" : ` (${code})`}`,
    untaken,
    wait: null,
    cause: cleanCause(error),
  };
}

/** The `Date` header, in whole seconds; our own clock only for a server that sends none. */
function dateOf(headers: Headers): Date {
  const date = Date.parse(headers.get("date") ?? "");
  return Number.isNaN(date) ? new Date() : new Date(date);
}
