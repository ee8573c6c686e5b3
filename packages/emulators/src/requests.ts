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
const KEPT = 50_000;

/** Characters of a path that are kept: whoever has no credential must not fill the memory either. */
const LONGEST_PATH = 1_000;

/** The calls received by all emulated vendors, oldest first. */
export class RequestLog {
  readonly #secrets: Secrets;
  #entries: LoggedRequest[] = [];

  constructor(secrets: Secrets) {
    this.#secrets = secrets;
  }

  add({ path, query, request, ...rest }: LoggedRequest): void {
    const secrets = this.#secrets;
    this.#entries.push({
      ...rest,
      path: secrets.hide(path).slice(0, LONGEST_PATH),
      query: secrets.hideQuery(query),
      request: secrets.hideIn(request, path),
    });
    if (this.#entries.length > KEPT * 1.1) this.#entries = this.#entries.slice(-KEPT);
  }

  /** All calls, or those of one vendor. */
  list(vendor?: string): LoggedRequest[] {
    return vendor === undefined ? [...this.#entries] : this.#entries.filter((entry) => entry.vendor === vendor);
  }

  clear(): void {
    this.#entries = [];
  }
}
