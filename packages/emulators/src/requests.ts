import type { Secrets } from "./redact.ts";
import type { VendorName } from "./vendor-name.ts";

/** One call that a client made, without what is secret in it. Headers are never kept: they carry credentials. */
export interface LoggedRequest {
  vendor: VendorName;
  method: string;
  /** Path as sent, still percent-encoded, without the query string. */
  path: string;
  query: Record<string, string>;
  /**
   * The parsed JSON body, or a form's fields by name; null when there was none, when it was neither, or when the call carried no
   * credential.
   */
  request: unknown;
  /** The HTTP status answered; 0 when the connection was dropped on purpose. */
  status: number;
  /** ISO 8601, on the emulated clock. */
  at: string;
}

/** Beyond this the oldest calls are forgotten, so that a stack left running for weeks does not fill the memory. */
const KEPT = 10_000;

/** Characters of all bodies that are kept: a drill sends as many in some emulated hours. */
const KEPT_CHARACTERS = 2_000_000;

/** Characters of a path that are kept: whoever has no credential must not fill the memory either. */
const LONGEST_PATH = 1_000;

/** What a call carried, as it came. */
export interface SentBody {
  form: "json" | "fields";
  text: string;
}

/** A call as it came. Most are never looked at: what the body says is read, and what is secret taken out, when somebody looks. */
export type Call = Omit<LoggedRequest, "request"> & { body: SentBody | null };

class Entry {
  readonly vendor: VendorName;
  /** Of its body. */
  readonly characters: number;
  #call: Call | LoggedRequest;

  constructor(call: Call) {
    this.vendor = call.vendor;
    this.characters = call.body?.text.length ?? 0;
    this.#call = call;
  }

  shown(secrets: Secrets): LoggedRequest {
    if (!("body" in this.#call)) return this.#call;
    const { body, path, query, ...rest } = this.#call;
    this.#call = {
      ...rest,
      path: secrets.hide(path).slice(0, LONGEST_PATH),
      query: secrets.hideQuery(query),
      // The whole path says what the body's fields are.
      request: body === null ? null : secrets.hideIn(contentOf(body), path),
    };
    return this.#call;
  }
}

function contentOf({ form, text }: SentBody): unknown {
  if (form === "fields") {
    const fields = [...new URLSearchParams(text)];
    return fields.length === 0 ? null : Object.fromEntries(fields);
  }
  try {
    const parsed: unknown = JSON.parse(text);
    return parsed;
  } catch {
    return null;
  }
}

/** The calls received by all emulated vendors, oldest first. */
export class RequestLog {
  readonly #secrets: Secrets;
  #entries: Entry[] = [];
  #characters = 0;

  constructor(secrets: Secrets) {
    this.#secrets = secrets;
  }

  add(call: Call): void {
    const entry = new Entry(call);
    if (call.path.length > LONGEST_PATH) entry.shown(this.#secrets);
    this.#entries.push(entry);
    this.#characters += entry.characters;
    if (this.#entries.length > KEPT * 1.1 || this.#characters > KEPT_CHARACTERS * 1.1) this.#forget();
  }

  /** The oldest, in batches. */
  #forget(): void {
    let first = Math.max(0, this.#entries.length - KEPT);
    let characters = this.#entries.slice(first).reduce((sum, entry) => sum + entry.characters, 0);
    for (; characters > KEPT_CHARACTERS && first < this.#entries.length - 1; first += 1) {
      characters -= this.#entries[first]?.characters ?? 0;
    }
    this.#entries = this.#entries.slice(first);
    this.#characters = characters;
  }

  /** All calls, or those of one vendor. */
  list(vendor?: string): LoggedRequest[] {
    const of = vendor === undefined ? this.#entries : this.#entries.filter((entry) => entry.vendor === vendor);
    return of.map((entry) => entry.shown(this.#secrets));
  }

  clear(): void {
    this.#entries = [];
    this.#characters = 0;
  }
}
