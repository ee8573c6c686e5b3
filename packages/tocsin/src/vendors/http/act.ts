import type { z } from "zod";
import { credentialsIn, guard } from "../secrets.ts";
import { VendorAnsweredWrong, VendorRefused, VendorUnreachable } from "./errors.ts";
import { readAnswer, send } from "./send.ts";

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
  /** Whether doing it twice does no harm. Default: for every method but POST and PATCH. */
  repeatable?: boolean;
}

export interface Acted {
  status: number;
  text: string;
  /** The vendor's clock when it answered. */
  date: Date;
  /** The `Link` header, which says where a list goes on. */
  link: string | null;
}

/** Calls that change something at a vendor or put a signal into it. */
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
  async send(call: Call): Promise<Acted> {
    const { vendor, credential, ...patience } = this.#options;
    const { method, url, repeatable } = call;
    const body = typeof call.body === "string" ? call.body : call.body && JSON.stringify(call.body);
    const outcome = await send({ vendor, method, url, repeatable, body, headers: this.#headers(call, body) }, patience);
    if (outcome.kind !== "answered") {
      const failed = outcome.kind === "failed" ? outcome : null;
      const asked = failed?.tooLong == null ? "" : ` and asks to wait ${Math.ceil(failed.tooLong / 1000)} s`;
      const message = `${vendor} could not be asked to ${call.what}: ${failed?.problem ?? "no time is left"}${asked}.`;
      throw new VendorUnreachable(vendor, message, { cause: failed?.cause });
    }
    const { status, headers, text } = outcome.answer;
    if (status === 401 || status === 403) {
      const message = `${vendor} refused to ${call.what} (${status}): set ${credential} to a credential with the scope ${call.scope}.`;
      throw new VendorRefused(vendor, message);
    }
    return { status, text, date: dateOf(headers), link: headers.get("link") };
  }

  #headers({ headers, type }: Call, body: string | undefined): Record<string, string> {
    const all: Record<string, string> = { ...this.#options.headers, ...headers };
    if (body !== undefined) all["content-type"] = type ?? "application/json";
    return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== ""));
  }

  /**
   * As `send`, for calls of which only success is expected; the answer's JSON is parsed. `given`: an answer that has come already.
   * @throws VendorUnreachable, VendorRefused, VendorAnsweredWrong
   */
  async json<T>(
    call: Call,
    schema: z.ZodType<T>,
    given?: Acted,
  ): Promise<{ data: T; date: Date; link: string | null }> {
    const answer = given ?? (await this.send(call));
    const { vendor } = this.#options;
    if (answer.status >= 300) {
      const said = answer.text.slice(0, 300);
      throw new VendorAnsweredWrong(vendor, `${vendor} refused to ${call.what} (${answer.status}): ${said}`);
    }
    // What is partial (206) or only accepted (202) is no whole answer to a question.
    if (call.method === "GET" && answer.status !== 200) {
      throw new VendorAnsweredWrong(vendor, `${vendor} answered ${answer.status} when asked to ${call.what}.`);
    }
    const read = { ...answer, text: answer.text || "{}" };
    return {
      data: readAnswer(vendor, `the call to ${call.what}`, read, schema),
      date: answer.date,
      link: answer.link,
    };
  }
}

/** The `Date` header, in whole seconds; our own clock only for a server that sends none. */
function dateOf(headers: Headers): Date {
  const date = Date.parse(headers.get("date") ?? "");
  return Number.isNaN(date) ? new Date() : new Date(date);
}
