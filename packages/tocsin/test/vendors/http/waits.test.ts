import { describe, expect, it } from "vitest";
import { askedToWait, backoff } from "../../../src/vendors/http/waits.ts";

const now = Date.parse("2026-11-21T00:00:00Z");
const wait = (headers: Record<string, string>) => askedToWait(new Headers(headers), now);

describe("the wait that a vendor asks for", () => {
  it("is read from Retry-After as seconds and as a date", () => {
    expect(wait({ "retry-after": "3" })).toBe(3_000);
    expect(wait({ "retry-after": "Sat, 21 Nov 2026 00:00:10 GMT" })).toBe(10_000);
  });

  it("is read from X-RateLimit-Reset as seconds (Datadog) and as a time (Vercel)", () => {
    expect(wait({ "x-ratelimit-reset": "12" })).toBe(12_000);
    expect(wait({ "x-ratelimit-reset": String(now / 1000 + 20) })).toBe(20_000);
  });

  it("is read from X-Sentry-Rate-Limit-Reset as a time", () => {
    expect(wait({ "x-sentry-rate-limit-reset": String(now / 1000 + 5) })).toBe(5_000);
  });

  it("is never negative, and unknown when the header is not understood", () => {
    expect(wait({ "retry-after": "Sat, 21 Nov 2020 00:00:10 GMT" })).toBe(0);
    expect(wait({ "retry-after": "soon" })).toBeNull();
    expect(wait({})).toBeNull();
  });
});

describe("the wait of our own", () => {
  it("doubles, is half random, and is bounded", () => {
    expect([1, 2, 3].map((attempt) => backoff(attempt, () => 1))).toEqual([200, 400, 800]);
    expect(backoff(1, () => 0)).toBe(100);
    expect(backoff(30, () => 1)).toBe(5_000);
  });
});
