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

/** Characters of a path that are kept: whoever has no credential must not fill the memory either. */
const LONGEST_PATH = 1_000;

/** A call as it came. Most calls are never looked at: what is secret in them is taken out when somebody looks. */
class Entry {
  #call: LoggedRequest;
  #isShown = false;

  constructor(call: LoggedRequest) {
    this.#call = call;
  }

  get vendor(): VendorName {
    return this.#call.vendor;
  }

  shown(secrets: Secrets): LoggedRequest {
    if (this.#isShown) return this.#call;
    const { path, query, request } = this.#call;
    this.#isShown = true;
    this.#call = {
      ...this.#call,
      path: secrets.hide(path).slice(0, LONGEST_PATH),
      query: secrets.hideQuery(query),
      // The whole path says what the body's fields are.
      request: request === null ? null : secrets.hideIn(request, path),
    };
    return this.#call;
  }
}

/** The calls received by all emulated vendors, oldest first. */
export class RequestLog {
  readonly #secrets: Secrets;
  #entries: Entry[] = [];

  constructor(secrets: Secrets) {
    this.#secrets = secrets;
  }

  /** `call.request` is the log's own from now on. */
  add(call: LoggedRequest): void {
    const entry = new Entry(call);
    if (call.path.length > LONGEST_PATH) entry.shown(this.#secrets);
    this.#entries.push(entry);
    if (this.#entries.length > KEPT * 1.1) this.#entries = this.#entries.slice(-KEPT);
  }

  /** All calls, or those of one vendor. */
  list(vendor?: string): LoggedRequest[] {
    const of = vendor === undefined ? this.#entries : this.#entries.filter((entry) => entry.vendor === vendor);
    return of.map((entry) => entry.shown(this.#secrets));
  }

  clear(): void {
    this.#entries = [];
  }
}
