import pLimit from "p-limit";
import type { z } from "zod";
import { addressFault } from "../../model/address.ts";
import { redact } from "../../model/redact.ts";
import type { JsonObject } from "../../model/resource.ts";
import { credentialsIn, guard } from "../secrets.ts";
import {
  AddressRefused,
  CredentialUnset,
  VendorAbsent,
  VendorAnsweredWrong,
  VendorRefused,
  VendorRetired,
  VendorUnreachable,
} from "./errors.ts";
import { type Answer, type Outcome, readAnswer, send } from "./send.ts";

/** A vendor's answer that was 2xx but announces that this interface will end. */
export interface Deprecation {
  what: string;
  message: string;
}

export interface VendorHttpOptions {
  /** The vendor's name as people write it. */
  vendor: string;
  /** Base URL without a trailing slash. */
  url: string;
  /** Sent with every call; holds the credential and appears in no message. */
  headers: Record<string, string>;
  /** Environment variables that hold the credential, for messages: `DD_API_KEY and DD_APP_KEY`; null where none is asked for. */
  credential: string | null;
  /** Variables of the credential that are not set: nothing is asked, and every question fails with `CredentialUnset`. */
  unset?: readonly string[];
  /** Limit of one call in milliseconds, its body included. Default 15 s. */
  timeoutMs?: number;
  /** Limit of all calls together in milliseconds, waits included, counted from the first. Default 60 s. */
  deadlineMs?: number;
  /** Tries of one call, the first included. Default 4. */
  tries?: number;
  /** Calls under way at once. Default 6. */
  parallel?: number;
  /** Waits; replaced in tests. */
  sleep?: (ms: number) => Promise<void>;
}

/** Limits that a caller may set; see `VendorHttpOptions`. */
export type Limits = Pick<VendorHttpOptions, "deadlineMs" | "timeoutMs" | "tries" | "unset">;

/** One read: `what` names it for people ("monitors"), `scope` is the permission it needs. */
export interface Ask<T> {
  path: string;
  what: string;
  scope: string;
  schema: z.ZodType<T>;
  /** A question that does not fit into an address: sent as the body of a POST. It must change nothing at the vendor. */
  question?: JsonObject;
  /** Asks for data that alerts watch, not for objects: counted apart. */
  signal?: boolean;
  /** Asks for one object, because its list does not show it: counted apart. */
  single?: boolean;
  /** Where a 400 is an answer too (a question that was judged and refused): its shape, in place of `schema`. */
  refusal?: z.ZodType<T>;
}

/**
 * Reads one vendor: a limit a call and a limit for all, bounded repetition that honours what the vendor asks for, answers
 * parsed at the rim, calls counted. It only ever asks, so repeating a call is always safe.
 */
export class VendorHttp {
  /** Calls sent so far, repetitions included; those for signals and for single objects are not among `calls`. */
  calls = 0;
  signalCalls = 0;
  singleCalls = 0;
  /** The vendor's clock at its last answer, in whole seconds; null before the first. */
  vendorTime: Date | null = null;
  readonly deprecations: Deprecation[] = [];
  readonly #options: Required<Omit<VendorHttpOptions, "sleep">> & Pick<VendorHttpOptions, "sleep">;
  readonly #limit: ReturnType<typeof pLimit>;
  readonly #secrets: readonly string[];
  #startedAt: number | null = null;

  /** @throws AddressRefused */
  constructor(options: VendorHttpOptions) {
    const fault = addressFault(options.url);
    if (fault !== null) throw new AddressRefused(options.vendor, fault);
    this.#options = {
      timeoutMs: 15_000,
      deadlineMs: 60_000,
      tries: 4,
      parallel: 6,
      unset: [],
      ...options,
    };
    this.#limit = pLimit(this.#options.parallel);
    this.#secrets = credentialsIn(options.headers);
    guard(this.#secrets);
  }

  /**
   * @throws VendorUnreachable, VendorRefused, VendorRetired, VendorAnsweredWrong, CredentialUnset
   */
  async get<T>(ask: Ask<T>): Promise<{ data: T; headers: Headers }> {
    this.#needCredential(ask);
    return this.#limit(async () => {
      this.#startedAt ??= Date.now();
      const { vendor, url, headers, timeoutMs, tries, sleep } = this.#options;
      const isPlain = ask.question === undefined;
      const call = {
        vendor,
        method: isPlain ? "GET" : "POST",
        url: `${url}${ask.path}`,
        headers: isPlain ? headers : { ...headers, "content-type": "application/json" },
        body: isPlain ? undefined : JSON.stringify(ask.question),
        repeatable: true,
      } as const;
      const left = () => this.#left();
      // A wait is limited by what is left of the time for all calls.
      const patience = { timeoutMs, tries, left, sleep, longestWaitMs: Number.POSITIVE_INFINITY };
      const outcome = await send(call, { ...patience, onTry: () => this.#count(ask) });
      if (outcome.kind === "late") throw this.#unreachable(ask, `${this.#deadlineText()} for all calls is used up`);
      if (outcome.kind === "failed") throw this.#failed(ask, outcome);
      const { answer } = outcome;
      const date = Date.parse(answer.headers.get("date") ?? "");
      if (!Number.isNaN(date)) this.vendorTime = new Date(date);
      if (answer.status === 400 && ask.refusal !== undefined) {
        return { data: readAnswer(vendor, ask.what, answer, ask.refusal), headers: answer.headers };
      }
      this.#refuse(ask, answer);
      this.#noteDeprecation(ask, answer.headers);
      return { data: readAnswer(vendor, ask.what, answer, ask.schema), headers: answer.headers };
    });
  }

  #needCredential<T>({ what }: Ask<T>): void {
    const { vendor, unset } = this.#options;
    if (unset.length === 0) return;
    const variables = `${unset.join(" and ")} ${unset.length === 1 ? "is" : "are"}`;
    throw new CredentialUnset(vendor, `${vendor} was not asked for ${what}: ${variables} not set in the environment.`, {
      ofVendor: `${vendor} was not asked: ${variables} not set in the environment.`,
    });
  }

  #count<T>(ask: Ask<T>): void {
    if (ask.signal === true) this.signalCalls++;
    else if (ask.single === true) this.singleCalls++;
    else this.calls++;
  }

  #failed<T>(ask: Ask<T>, { problem, tries, asked, tooLong, cause }: Failed): VendorUnreachable {
    if (tooLong === null) return this.#unreachable(ask, `${problem}, ${tries} times`, cause);
    const waits = asked === null ? "" : ` and asks to wait ${Math.ceil(tooLong / 1000)} s`;
    return this.#unreachable(ask, `${problem}${waits}, more than is left of ${this.#deadlineText()}`, cause);
  }

  #clean(text: string): string {
    return redact(text, this.#secrets);
  }

  #refuse<T>(ask: Ask<T>, { status, headers }: Answer): void {
    const { vendor, credential } = this.#options;
    if (credential !== null && (status === 401 || status === 403)) {
      const hint = `set ${credential} to a credential with the scope ${ask.scope}`;
      throw new VendorRefused(vendor, `${vendor} refused to list ${ask.what} (${status}): ${hint}.`, {
        ofVendor: `${vendor} refuses the credential in ${credential} (${status}).`,
        scope: ask.scope,
      });
    }
    if (status === 410) {
      const replacement = headers.get("x-sentry-replacement-endpoint") ?? headers.get("x-replacement-endpoint");
      const instead = replacement === null ? "" : ` and names ${this.#clean(replacement)} instead`;
      throw new VendorRetired(
        vendor,
        `${vendor} has retired the interface for ${ask.what} (410)${instead}.`,
        replacement === null ? null : this.#clean(replacement),
      );
    }
    if (status === 404) {
      throw new VendorAbsent(vendor, `${vendor} answered 404 when asked for ${ask.what} (${pathOf(ask)}).`);
    }
    // What is accepted (202), partial (206) or without content is no whole answer.
    if (status !== 200) {
      throw new VendorAnsweredWrong(
        vendor,
        `${vendor} answered ${status} when asked for ${ask.what} (${pathOf(ask)}).`,
      );
    }
  }

  #noteDeprecation<T>(ask: Ask<T>, headers: Headers): void {
    const since = headers.get("x-sentry-deprecation-date") ?? headers.get("deprecation");
    const end = headers.get("sunset");
    if (since === null && end === null) return;
    const when = end === null ? `deprecated (${since})` : `to end on ${end}`;
    const { vendor } = this.#options;
    const message = this.#clean(`${vendor} calls its interface for ${ask.what} ${when}.`);
    // Every page of a list says so; once is news.
    if (this.deprecations.every((known) => known.message !== message))
      this.deprecations.push({ what: ask.what, message });
  }

  #unreachable<T>(ask: Ask<T>, problem: string, cause?: unknown): VendorUnreachable {
    const { vendor } = this.#options;
    return new VendorUnreachable(vendor, `${vendor} could not be read for ${ask.what}: ${problem}.`, {
      cause,
      ofVendor: `${vendor} could not be read: ${problem}.`,
    });
  }

  #left(): number {
    return this.#options.deadlineMs - (Date.now() - (this.#startedAt ?? Date.now()));
  }

  #deadlineText(): string {
    return `the ${this.#options.deadlineMs / 1000} s`;
  }
}

/** Without the query, which can be long and says nothing to people. */
const pathOf = <T>({ path }: Ask<T>): string => path.split("?")[0] ?? path;

type Failed = Extract<Outcome, { kind: "failed" }>;
