import type { Value } from "tocsin/internal/provider";
import { z } from "zod";

/** A request body: JSON, or bytes with their own headers. */
export interface Bytes {
  bytes: Uint8Array<ArrayBuffer>;
  headers: Record<string, string>;
}

export interface RestOptions {
  /** Named in every error. */
  vendor: string;
  /** Without a trailing slash. */
  baseUrl: string;
  headers: Record<string, string>;
  /** Seconds that a 429 asks to wait, or null when it does not say. */
  waitSeconds(headers: Headers): number | null;
  /** What went wrong, out of the vendor's error body. */
  explain(body: Value): string;
  /** What the user can do about a status, as a sentence. */
  advise?(status: number): string | undefined;
  /** Waits; tests pass their own. */
  sleep?(milliseconds: number): Promise<void>;
}

/** An answer of a vendor that is no success. */
export class VendorError extends Error {
  readonly status: number;
  /** The parsed body, or null when it was not JSON. */
  readonly body: Value;

  constructor(message: string, status: number, body: Value) {
    super(message);
    this.name = "VendorError";
    this.status = status;
    this.body = body;
  }
}

const RETRIES = 3;
const LONGEST_WAIT_SECONDS = 300;
const FIRST_PAUSE_MS = 500;
const TIMEOUT_MS = 60_000;
/** Repeating these leaves the vendor as one call would; every PATCH of these plugins sets absolute values. */
const IDEMPOTENT: ReadonlySet<string> = new Set(["GET", "PUT", "PATCH", "DELETE"]);

const json = z.json();

/**
 * A vendor's REST interface with bounded retries: a 429 was not carried out, so any call is repeated after the time that the
 * vendor names; a 5xx or a broken connection may have been carried out, so only idempotent calls are.
 */
export class Rest {
  private readonly options: RestOptions;

  constructor(options: RestOptions) {
    this.options = options;
  }

  /** The parsed answer (null when it has no body). Throws `VendorError` for a refusal, `Error` when nobody answered. */
  async call(method: string, path: string, body?: Value | Bytes): Promise<Value> {
    for (let attempt = 0; ; attempt += 1) {
      const answer = await this.attempt(method, path, body);
      if (answer.status >= 200 && answer.status < 300) return answer.body;
      // The earlier attempt that seemed to fail had been carried out.
      if (attempt > 0 && method === "DELETE" && answer.status === 404) return null;
      const pause = attempt < RETRIES ? this.pauseBefore(method, answer, attempt) : null;
      if (pause === null) throw this.refusal(method, path, answer);
      await this.sleep(pause);
    }
  }

  /** Like `call`, with null for a 404. */
  async find(path: string): Promise<Value | null> {
    try {
      return await this.call("GET", path);
    } catch (error) {
      if (error instanceof VendorError && error.status === 404) return null;
      throw error;
    }
  }

  /** Reads an object that has just been created and that the vendor may not show at once. */
  async findNew(path: string): Promise<Value> {
    for (let attempt = 0; ; attempt += 1) {
      const found = await this.find(path);
      if (found !== null) return found;
      if (attempt >= RETRIES)
        throw new Error(`${this.options.vendor} does not show what it has just created (GET ${path}: 404).`);
      await this.sleep(FIRST_PAUSE_MS * 2 ** attempt);
    }
  }

  private async attempt(method: string, path: string, body: Value | Bytes | undefined): Promise<Answer> {
    try {
      const response = await fetch(`${this.options.baseUrl}${path}`, {
        method,
        headers: { accept: "application/json", ...this.options.headers, ...headersOf(body) },
        ...(body === undefined ? {} : { body: isBytes(body) ? body.bytes : JSON.stringify(body) }),
        // A redirect could carry the credential elsewhere, and no documented call answers with one.
        redirect: "manual",
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      return { status: response.status, headers: response.headers, ...parsed(await response.text()) };
    } catch (cause) {
      return { status: 0, headers: new Headers(), body: null, text: reasonOf(cause) };
    }
  }

  private pauseBefore(method: string, answer: Answer, attempt: number): number | null {
    const backoff = FIRST_PAUSE_MS * 2 ** attempt;
    if (answer.status === 429) {
      const seconds = this.options.waitSeconds(answer.headers);
      if (seconds === null) return backoff;
      return seconds > LONGEST_WAIT_SECONDS ? null : seconds * 1000;
    }
    return (answer.status === 0 || answer.status >= 500) && IDEMPOTENT.has(method) ? backoff : null;
  }

  private refusal(method: string, path: string, answer: Answer): Error {
    const { vendor, baseUrl } = this.options;
    if (answer.status === 0) {
      return new Error(`${vendor} could not be reached for ${method} ${path} at ${baseUrl}: ${answer.text}`);
    }
    const reason = answer.body === null ? "" : this.options.explain(answer.body);
    const advice = this.options.advise?.(answer.status);
    const message = `${vendor} answered ${answer.status} to ${method} ${path}${reason === "" ? "" : `: ${reason}`}`;
    return new VendorError(advice ? `${message}. ${advice}` : message, answer.status, answer.body);
  }

  private sleep(milliseconds: number): Promise<void> {
    return this.options.sleep?.(milliseconds) ?? new Promise((resolve) => setTimeout(resolve, milliseconds));
  }
}

interface Answer {
  /** 0 when nobody answered. */
  status: number;
  headers: Headers;
  body: Value;
  text: string;
}

/** An answer in the shape that is expected of it. Throws naming the field that differs. */
export function answered<T>(schema: z.ZodType<T>, answer: Value, what: string): T {
  const result = schema.safeParse(answer);
  if (result.success) return result.data;
  const fields = result.error.issues.map((issue) => `${issue.path.join(".") || "the answer"}: ${issue.message}`);
  throw new Error(`${what} has an unexpected shape (${fields.join("; ")}).`);
}

function parsed(text: string): { body: Value; text: string } {
  try {
    return { body: text === "" ? null : json.parse(JSON.parse(text)), text };
  } catch {
    return { body: null, text };
  }
}

function isBytes(body: Value | Bytes): body is Bytes {
  return typeof body === "object" && body !== null && "bytes" in body && body.bytes instanceof Uint8Array;
}

function headersOf(body: Value | Bytes | undefined): Record<string, string> {
  if (body === undefined) return {};
  return isBytes(body) ? body.headers : { "content-type": "application/json" };
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message : error.message;
}
