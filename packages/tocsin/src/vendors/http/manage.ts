import { z } from "zod";
import { VendorError, VendorUnreachable } from "./errors.ts";
import { errorOfAnswer, type VendorAccess } from "./refusal.ts";
import { type Answer, type Method, readAnswer, send } from "./send.ts";

export interface HttpOptions extends VendorAccess {
  /** Ends in a slash; paths are relative to it. */
  baseUrl: string;
  headers: Readonly<Record<string, string>>;
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
interface Parsed<T> {
  value: T;
  headers: Headers;
}

export interface Http {
  /** Throws a `VendorError` on every refusal, and an error that names the field on an unexpected shape. */
  ask<T>(call: Call<T> & { schema: z.ZodType<T> }): Promise<Parsed<T>>;
  /** The same for what may be missing: null when the vendor answers 404. */
  find<T>(call: Call<T> & { schema: z.ZodType<T> }): Promise<T | null>;
  /** For answers whose body does not matter. A 404 is the vendor's way to say that the work is done. */
  remove(path: string): Promise<void>;
}

const TIMEOUT_MS = 30_000;
const TRIES = 5;
/** A vendor that asks for more patience than this is not waited for: the user should hear of it. */
const LONGEST_WAIT_MS = 60_000;

/**
 * Calls a vendor's JSON interface for the engine's plugin; `send` says which calls are made again.
 * @param open asked before the first call: what it throws is the failure of that call, and of the next ones
 */
export function createHttp(open: () => HttpOptions): Http {
  let opened: HttpOptions | undefined;
  const options = () => (opened ??= open());

  async function ask(call: Call<unknown>): Promise<Answer> {
    const { vendor, baseUrl, signal, sleep, now, headers: own } = options();
    const patience = { timeoutMs: TIMEOUT_MS, tries: TRIES, longestWaitMs: LONGEST_WAIT_MS, signal, sleep, now };
    const url = new URL(call.path, baseUrl);
    const typed: Record<string, string> = call.body === undefined ? {} : { "content-type": "application/json" };
    const body = call.body === undefined ? undefined : JSON.stringify(call.body);
    const headers = { accept: "application/json", ...typed, ...own };
    const outcome = await send({ vendor, method: call.method, url: url.href, headers, body }, patience);
    if (outcome.kind === "answered") return outcome.answer;
    if (outcome.kind === "failed" && outcome.tooLong !== null && outcome.asked !== null) {
      const seconds = Math.ceil(outcome.tooLong / 1000);
      throw new VendorError(vendor, `${vendor} asks to wait ${seconds} s before ${nameOf(call)}. Try again then.`, {
        status: 429,
      });
    }
    if (outcome.kind === "failed" && outcome.answer !== null) return outcome.answer;
    const problem = outcome.kind === "failed" ? outcome.problem : "no time is left";
    throw new VendorUnreachable(
      vendor,
      `${vendor} could not be asked for ${nameOf(call)} at ${url.host}: ${problem}. Try again later.`,
      outcome.kind === "failed" ? { cause: outcome.cause } : {},
    );
  }

  const isGood = ({ status }: Answer) => status >= 200 && status < 300;

  function refuse(call: Call<unknown>, answer: Answer): never {
    throw errorOfAnswer(options(), nameOf(call), answer);
  }

  const parse = <T>(call: Call<T>, answer: Answer, schema: z.ZodType<T>): T =>
    readAnswer(options().vendor, nameOf(call), answer, schema);

  return {
    async ask(call) {
      const answer = await ask(call);
      if (!isGood(answer)) return refuse(call, answer);
      return { value: parse(call, answer, call.schema), headers: answer.headers };
    },
    async find(call) {
      const answer = await ask(call);
      if (answer.status === 404) return null;
      if (!isGood(answer)) return refuse(call, answer);
      return parse(call, answer, call.schema);
    },
    async remove(path) {
      const call = { method: "DELETE", path } as const;
      const answer = await ask(call);
      if (!isGood(answer) && answer.status !== 404) refuse(call, answer);
      // A page of a network that asks for a sign-in says 200, and has deleted nothing.
      if (isGood(answer) && answer.text.trim() !== "") parse(call, answer, z.unknown());
    },
  };
}

function nameOf(call: Call<unknown>): string {
  return `${call.method} ${call.path.split("?")[0]}`;
}
