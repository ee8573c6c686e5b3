import pLimit from "p-limit";
import { wordsOf } from "../../lint/bodies.ts";
import type { Resource } from "../../model/resource.ts";
import { fetchFrom } from "../../vendors/http/send.ts";
import { isConsole } from "../../vendors/links.ts";

export interface LinkAnswers {
  /** HTTP status by address, redirects followed. */
  answered: Map<string, number>;
  /** Addresses that gave no final answer. */
  unanswered: { url: string; problem: string }[];
  /** Requests sent, repetitions included. */
  calls: number;
}

interface LinkLimits {
  /** Milliseconds for one request. */
  timeoutMs: number;
  /** Tries of one address. */
  tries: number;
  /** Milliseconds before another try. */
  waitMs: number;
}

const defaults: LinkLimits = { timeoutMs: 10_000, tries: 2, waitMs: 1000 };
const parallel = 6;

/**
 * Addresses that the messages of monitors, tests and detectors link to, each once. Pages of vendors' consoles are left out: whoever
 * has not signed in gets the sign-in page, whether the page exists or not; and so is what the vendor completes (`{{...}}`).
 */
export function linksOf(resources: readonly Resource[]): string[] {
  const found = resources.flatMap((resource) => wordsOf(resource).match(/https?:\/\/[^\s<>"')\]]+/g) ?? []);
  const whole = found.filter((url) => !url.includes("{{") && !isConsole(url));
  return [...new Set(whole.map((url) => url.replace(/[.,;:!?]+$/, "")))].sort();
}

/** Whether an address lies on this machine. */
export const onLoopback = (url: string): boolean =>
  URL.canParse(url) && /^(localhost|127(\.\d+){3}|\[::1\])$/.test(new URL(url).hostname);

/**
 * Asks each address for its status. What may be another in a minute, or is kept from us (401, 403, 407, 429, 5xx, no answer),
 * is no answer: nobody can say that such a link is dead.
 */
export async function askLinks(urls: readonly string[], limits: Partial<LinkLimits> = {}): Promise<LinkAnswers> {
  const { timeoutMs, tries, waitMs } = { ...defaults, ...limits };
  const answers: LinkAnswers = { answered: new Map(), unanswered: [], calls: 0 };
  const ask = async (url: string): Promise<number | string> => {
    answers.calls++;
    try {
      const signal = AbortSignal.timeout(timeoutMs);
      const response = await fetchFrom(url, { redirect: "follow", signal });
      // What the page holds is not looked at; leaving the loop ends the connection.
      for await (const _ of response.body ?? []) break;
      return isFinal(response.status) ? response.status : `it answers ${response.status}`;
    } catch (error) {
      const timedOut = error instanceof Error && error.name === "TimeoutError";
      return timedOut ? `no answer within ${timeoutMs / 1000} s` : "the connection failed";
    }
  };
  const limit = pLimit(parallel);
  await Promise.all(
    urls.map((url) =>
      limit(async () => {
        let outcome = await ask(url);
        for (let tried = 1; typeof outcome === "string" && tried < tries; tried++) {
          await new Promise((resolve) => setTimeout(resolve, waitMs));
          outcome = await ask(url);
        }
        if (typeof outcome === "number") answers.answered.set(url, outcome);
        else answers.unanswered.push({ url, problem: outcome });
      }),
    ),
  );
  answers.unanswered.sort((a, b) => (a.url < b.url ? -1 : 1));
  return answers;
}

const isFinal = (status: number): boolean => status < 500 && ![401, 403, 407, 408, 425, 429].includes(status);
