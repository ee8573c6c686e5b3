import { isTooDeep } from "../../model/resource.ts";
import { type HttpCheck, type HttpRequest, isHttpCheck, receivesEvents } from "../../model/signals/facts.ts";
import { statusText, takesStatus } from "../../model/signals/status.ts";
import { jsonIn } from "../../shared/json-text.ts";
import { any, asksHttp, watchesServerErrors } from "../../vendors/about.ts";
import { addressOf } from "../../vendors/context.ts";
import type { Check, Found, Sources } from "../../vendors/routine-check.ts";

/** Calls every endpoint that a health check watches, once, and reads its body as that check does. */
export const health: Check = {
  name: "health",
  title: "Health endpoints",
  about: asksHttp,
  helps: any(asksHttp, ({ signal }) => receivesEvents(signal), watchesServerErrors),
  async look(sources) {
    const checks = sources.definitions.flatMap(({ signal }) => (isHttpCheck(signal) ? [signal] : []));
    return Promise.all(checks.map((signal) => call(signal, sources)));
  },
};

async function call(signal: HttpCheck, { app, stack }: Sources): Promise<Found> {
  const { method, path, service, headers, timeout, expect } = signal;
  const title = `${method} ${path}: ${service}`;
  const limit = `${statusText(expect.status)}${Object.keys(expect.json).length > 0 ? ", body as declared" : ""}`;
  const url = `${addressOf(stack, service)}${path}`;
  let answer: { status: number; body: string };
  try {
    answer = await app({ url, method, headers, timeoutMs: timeout * 1000 });
  } catch (error) {
    if (!(error instanceof NoAnswer)) throw error;
    return { title, value: error.message, limit, verdict: "critical", link: url };
  }
  const wrong = differences(answer, expect);
  const told = concerns(answer.body).filter((one) => !wrong.some((other) => other.startsWith(one)));
  const value = wrong.length > 0 ? ", not as declared" : told.length > 0 ? ", with warnings" : "";
  const verdict = wrong.length > 0 ? "critical" : told.length > 0 ? "attention" : "ok";
  return { title, value: `${answer.status}${value}`, limit, verdict, details: [...wrong, ...told], link: url };
}

/** Most that one endpoint is quoted with. */
const mostConcerns = 20;

/**
 * What a readiness report says against itself though it answers well: its warnings, and every check that is false. One phrase
 * each, the path first. Pure.
 */
function concerns(body: string): string[] {
  const report = jsonIn(body);
  if (typeof report !== "object" || report === null || isTooDeep(report)) return [];
  const { warnings, checks }: { warnings?: unknown; checks?: unknown } = report;
  const warned = (Array.isArray(warnings) ? warnings : []).map(
    (one) => `warning: ${typeof one === "string" ? one : JSON.stringify(one)}`,
  );
  const falseAt = (node: unknown, path: string): string[] => {
    if (node === false) return [`${path} is false`];
    if (typeof node !== "object" || node === null) return [];
    return Object.entries(node).flatMap(([key, inner]) => falseAt(inner, `${path}.${key}`));
  };
  return [...warned, ...falseAt(checks, "$.checks")].slice(0, mostConcerns);
}

/** The endpoint did not answer. Not a failure to look: that it does not answer is what was asked. */
export class NoAnswer extends Error {
  override readonly name = "NoAnswer";
}

type Expected = HttpRequest["expect"];

/** What an answer lacks, one sentence each. Pure. */
function differences({ status, body }: { status: number; body: string }, expect: Expected): string[] {
  const isTaken = takesStatus(expect.status, status);
  const wrong = isTaken ? [] : [`status is ${status}, expected ${statusText(expect.status)}`];
  if (Object.keys(expect.json).length === 0) return wrong;
  const parsed = jsonIn(body);
  if (parsed === undefined) return [...wrong, "the body is not JSON"];
  for (const [path, wanted] of Object.entries(expect.json)) {
    const value = at(parsed, path);
    // A path to several values is the test's own to judge.
    if (typeof wanted === "object" && "elements" in wanted) continue;
    const fits = typeof wanted === "object" ? (value !== undefined) === wanted.exists : value === wanted;
    if (!fits)
      wrong.push(`${path} is ${value === undefined ? "not there" : JSON.stringify(value)}, not ${wish(wanted)}`);
  }
  return wrong;
}

const wish = (wanted: string | number | boolean | { exists: boolean }): string => {
  if (typeof wanted !== "object") return JSON.stringify(wanted);
  return wanted.exists ? "anything" : "left out";
};

/** The value at a JSONPath of plain members and indexes: `$.checks.db`. */
function at(value: unknown, path: string): unknown {
  return path
    .replace(/^\$\.?/, "")
    .split(/[.[\]]+/)
    .filter((part) => part !== "")
    .reduce<unknown>(
      (inner, part) => (inner !== null && typeof inner === "object" ? Reflect.get(inner, part) : undefined),
      value,
    );
}
