import type { HttpRequest } from "./facts.ts";

/** What a check takes for a healthy status. */
export type ExpectedStatus = HttpRequest["expect"]["status"];

/** In words: `200`, `200 to 299`, `not 500`, `any` where nothing is expected of it. */
export function statusText(expected: ExpectedStatus): string {
  if (expected === undefined) return "any";
  if (typeof expected === "number") return String(expected);
  if (Array.isArray(expected)) return expected.join(" to ");
  if ("isNot" in expected) return `not ${expected.isNot}`;
  if ("below" in expected) return `below ${expected.below}`;
  return "matches" in expected
    ? `one that matches ${expected.matches}`
    : `one that does not match ${expected.doesNotMatch}`;
}

export function takesStatus(expected: ExpectedStatus, status: number): boolean {
  if (expected === undefined) return true;
  if (typeof expected === "number") return status === expected;
  if (Array.isArray(expected)) return status >= expected[0] && status <= expected[1];
  if ("isNot" in expected) return status !== expected.isNot;
  if ("below" in expected) return status < expected.below;
  if ("matches" in expected) return new RegExp(expected.matches).test(String(status));
  return !new RegExp(expected.doesNotMatch).test(String(status));
}

/** A status that is taken for healthy: what an app that is well could answer. */
export function healthyStatus(expected: ExpectedStatus): number {
  const all = Array.from({ length: 500 }, (_, n) => n + 100);
  return [200, ...all].find((status) => takesStatus(expected, status)) ?? 200;
}
