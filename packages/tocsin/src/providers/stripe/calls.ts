import Stripe from "stripe";
import { limitedText } from "../../shared/limited-text.ts";
import { VendorError } from "../../vendors/http/errors.ts";
import { fetchFrom } from "../../vendors/http/send.ts";
import { readPages } from "../../vendors/pages.ts";

export interface StripeSettings {
  apiKey: string;
  host: string;
  port: string;
  protocol: "http" | "https";
}

const TIMEOUT_MS = 30_000;
/** The package repeats calls that failed in the network or at Stripe, as `Stripe-Should-Retry` and `Retry-After` say. */
const RETRIES = 3;

/** The largest page of a list. */
export const PAGE = 100;

/** The official client. */
export function clientFor({ apiKey, ...address }: StripeSettings): Stripe {
  return new Stripe(apiKey, {
    ...{ ...address, timeout: TIMEOUT_MS, maxNetworkRetries: RETRIES, telemetry: false },
    httpClient: Stripe.createFetchHttpClient(objectsOnly),
  });
}

/**
 * The one layer's fetch for the package, which waits for ever for an answer that is JSON and no object: it gets none in its place,
 * and says so.
 */
async function objectsOnly(asked: string | URL | Request, init: RequestInit = {}): Promise<Response> {
  const answer = await fetchFrom(asked instanceof Request ? asked.url : String(asked), init);
  const text = await limitedText(answer);
  const { status, headers } = answer;
  return new Response(/^\s*\{/.test(text) ? text : null, { status, headers });
}

/** What Stripe sends events to, as far as it is managed alike, whatever the interface. */
export interface LiveSender {
  id: string;
  livemode: boolean;
  metadata?: { [key: string]: string } | null | undefined;
  /** Only in the answer to the create call, and in replays of that answer. */
  secret?: string | undefined;
}

/** The calls on one kind of what Stripe sends events to. Each throws a `VendorError` with a sentence for the user. */
export interface EndpointCalls<Live, Create, Update> {
  /**
   * `replayed`: Stripe had this idempotency key before, did nothing, and repeated its first answer. A repeated failure has no
   * endpoint.
   */
  create(params: Create, idempotencyKey: string): Promise<{ live: Live | null; replayed: boolean }>;
  /** Null when it is gone. */
  retrieve(id: string): Promise<Live | null>;
  update(id: string, params: Update): Promise<Live>;
  /** A missing one counts as removed. */
  remove(id: string): Promise<void>;
  list(): Promise<Live[]>;
}

/** The package's own calls of one kind. */
interface Calls<Create, Update> {
  create(params: Create, options: { idempotencyKey: string }): Promise<Stripe.Response<unknown>>;
  retrieve(id: string): Promise<unknown>;
  update(id: string, params: Update): Promise<unknown>;
  del(id: string): Promise<unknown>;
  /** The answer to the call for a page, after a mark ("" for the first). */
  page(mark: string): Promise<unknown>;
  /** Its entries, and the mark of the next. @throws ZodError for what is no page */
  read(answer: unknown): { items: unknown[]; next: string | null };
}

/** `noun` for messages: `webhook endpoint`, with its article. */
export function endpointCalls<Live, Create, Update>(
  [article, noun]: readonly [article: string, noun: string],
  calls: Calls<Create, Update>,
  parse: (answer: unknown) => Live,
): EndpointCalls<Live, Create, Update> {
  const asked = <T>(what: string, answer: Promise<T>) => inWords(what, `${noun}s`, answer);
  return {
    async create(params, idempotencyKey) {
      try {
        const answer = await asked(`create ${article} ${noun}`, calls.create(params, { idempotencyKey }));
        return { live: parse(answer), replayed: isReplay(answer.lastResponse?.headers) };
      } catch (error) {
        const { cause } = error instanceof VendorError ? error : {};
        if (cause instanceof Stripe.errors.StripeError && isReplay(cause.headers))
          return { live: null, replayed: true };
        throw error;
      }
    },
    async retrieve(id) {
      try {
        return parse(await asked(`read ${noun} ${id}`, calls.retrieve(id)));
      } catch (error) {
        if (error instanceof VendorError && error.status === 404) return null;
        throw error;
      }
    },
    update: async (id, params) => parse(await asked(`change ${noun} ${id}`, calls.update(id, params))),
    async remove(id) {
      try {
        const answer = await asked(`delete ${noun} ${id}`, calls.del(id));
        if (Object(answer).id !== id)
          throw new VendorError("Stripe", `Stripe did not say that it has deleted ${noun} ${id}. Look, and try again.`);
      } catch (error) {
        if (!(error instanceof VendorError && error.status === 404)) throw error;
      }
    },
    list: () =>
      readPages({ vendor: "Stripe", what: `${noun}s` }, async (mark) => {
        const { items, next } = pageIn(await asked(`list ${noun}s`, calls.page(mark)), calls, noun);
        return { items: items.map(parse), next };
      }),
  };
}

function pageIn(answer: unknown, { read }: Pick<Calls<never, never>, "read">, noun: string): ReturnType<typeof read> {
  try {
    return read(answer);
  } catch (cause) {
    throw new VendorError("Stripe", `Stripe answered with a list of ${noun}s in an unexpected form.`, { cause });
  }
}

/** The package hands on what its HTTP client has: of an answer the `Headers` of fetch, whatever its types say, of an error an object. */
function isReplay(headers: unknown): boolean {
  const name = "idempotent-replayed";
  return (headers instanceof Headers ? headers.get(name) : Object(headers)[name]) === "true";
}

/** Waits for an answer; a refusal becomes a sentence that says what was refused, why, and what to do. */
async function inWords<T>(what: string, scope: string, answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    // The package stumbles over an answer that is no object before it has looked at it.
    if (error instanceof TypeError)
      throw new VendorError("Stripe", `Stripe answered nothing that can be read to ${what}. Try again later.`, {
        cause: error,
      });
    if (!(error instanceof Stripe.errors.StripeError)) throw error;
    const status = error.statusCode ?? null;
    const reason = error.message.replace(/\.$/, "");
    const parameter = error.param ? ` (parameter ${error.param})` : "";
    const message =
      status === null
        ? `Stripe could not be reached to ${what}: ${reason}. Try again later.`
        : `Stripe refused to ${what} (${status}): ${reason}${parameter}.${adviceFor(status, scope)}`;
    throw new VendorError("Stripe", message, { cause: error, ...(status === null ? {} : { status }) });
  }
}

function adviceFor(status: number, scope: string): string {
  if (status === 401 || status === 403) {
    return ` Check STRIPE_API_KEY: it must be valid and may write ${scope}.`;
  }
  return status === 429 || status >= 500 ? " Try again later." : "";
}
