/** The calls that a piece of work makes: recorded once, and then answered as before, or one of them in another way. */
import { vi } from "vitest";
import type { Raw, True } from "./malformed.ts";

/** What each call was answered. */
export type Answers = Map<string, True>;

/** A call; times that a question names differ from run to run. */
function callOf(url: string, { method = "GET", body }: RequestInit): string {
  const { port, pathname, search } = new URL(url);
  return `${port} ${method} ${pathname}${search} ${String(body ?? "")}`.replace(/\d{9,}/g, "TIME");
}

/** Does it, and keeps what each of its calls was answered. */
export async function recorded<T>(answers: Answers, work: () => Promise<T>): Promise<T> {
  const really = fetch;
  vi.stubGlobal("fetch", async (url: string, init: RequestInit) => {
    const response = await really(url, init);
    const headers = Object.fromEntries(response.headers);
    answers.set(callOf(url, init), { status: response.status, headers, body: await response.clone().text() });
    return response;
  });
  const done = await work();
  vi.unstubAllGlobals();
  return done;
}

function answerOf({ status, headers, body }: Raw): Response {
  const { "content-length": _, ...rest } = headers;
  return new Response([204, 304].includes(status) ? null : Buffer.from(body), { status, headers: rest });
}

/** From now on every call is answered as before, one of them otherwise. */
export function answer(answers: ReadonlyMap<string, True>, call: string, spoilt: Raw): void {
  vi.stubGlobal("fetch", async (url: string, init: RequestInit) => {
    const asked = callOf(url, init);
    const known = answers.get(asked);
    if (known === undefined) throw new Error(`not asked before: ${asked}`);
    return answerOf(asked === call ? spoilt : known);
  });
}

/**
 * Spoils one of the answers that can be spoilt so, for each `n` another one, so that every call has its turn.
 * @param spoil gives null for what it leaves alone
 * @returns the call; null where there is none
 */
export function spoilOne(answers: Answers, n: number, spoil: (one: True, call: string) => Raw | null): string | null {
  const all = [...answers].flatMap(([call, one]) => {
    const raw = spoil(one, call);
    return raw === null ? [] : [{ call, raw }];
  });
  const chosen = all[(n * 7) % Math.max(1, all.length)];
  if (chosen === undefined) return null;
  answer(answers, chosen.call, chosen.raw);
  return chosen.call;
}
