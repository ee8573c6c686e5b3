import { describe, expect, it } from "vitest";
import { z } from "zod";
import { logIntake } from "../../../src/vendors/datadog/fire.ts";
import { plainEvents } from "../../../src/vendors/fire-types.ts";
import {
  earlierTimes,
  errorEnvelope,
  eventTags,
  intakeOf,
  transactionEnvelope,
  transactionFor,
} from "../../../src/vendors/sentry/fire-events.ts";
import { errorsInjection } from "../../../src/vendors/sentry/methods.ts";

const context = {
  dsn: "https://key@o1.ingest.sentry.io/42",
  environment: "staging",
  token: "d1-web",
  definition: "web-api/high-error-rate",
  now: 1_700_000_000_000,
};

const parts = (envelope: string) =>
  envelope
    .trimEnd()
    .split("\n")
    .map((line): unknown => JSON.parse(line));

describe("envelopes", () => {
  it("of errors carry tags, environment and a fingerprint of the run's own", () => {
    const text = errorEnvelope(context, { service: "api" });
    const [header, item, event] = parts(text);
    expect(header).toMatchObject({ dsn: context.dsn });
    expect(item).toEqual({ type: "event", length: Buffer.byteLength(text.split("\n")[2] ?? "") });
    expect(event).toMatchObject({
      timestamp: 1_700_000_000,
      environment: "staging",
      fingerprint: ["tocsin-drill", "d1-web"],
      tags: { service: "api", tocsin_drill: "d1-web" },
    });
  });

  it("of transactions last as long as they should", () => {
    const [, , event] = parts(transactionEnvelope(context, "POST /x", 10_000));
    expect(event).toMatchObject({ transaction: "POST /x", start_timestamp: 1_699_999_990, timestamp: 1_700_000_000 });
  });

  it("of the past are sent now", () => {
    const [header, , event] = parts(errorEnvelope(context, {}, plainEvents, context.now - 3_600_000));
    expect(header).toMatchObject({ sent_at: "2023-11-14T22:13:20.000Z" });
    expect(event).toMatchObject({ timestamp: 1_699_996_400 });
  });

  it("of crashes say that nothing caught them, and of users whom each of them met", () => {
    const of = (users: boolean, crashes: boolean) =>
      z
        .object({
          level: z.string(),
          user: z.object({ id: z.string() }).optional(),
          exception: z.object({
            values: z.tuple([
              z.object({ mechanism: z.object({ handled: z.literal(false), type: z.string() }).optional() }),
            ]),
          }),
        })
        .parse(parts(errorEnvelope(context, {}, { users, crashes }))[2]);
    expect(of(false, true)).toMatchObject({
      level: "fatal",
      exception: { values: [{ mechanism: { handled: false } }] },
    });
    expect(of(false, false)).toMatchObject({ level: "error", exception: { values: [{}] } });
    expect(of(false, false).exception.values[0].mechanism).toBeUndefined();
    expect(of(false, false).user).toBeUndefined();
    expect(of(true, false).user?.id).not.toBe(of(true, false).user?.id);
  });

  it("let the alternatives of a tag take turns", () => {
    expect([0, 1, 2].map((n) => eventTags({ service: ["api", "apps/web"], a: ["b"] }, n))).toEqual([
      { service: "api", a: "b" },
      { service: "apps/web", a: "b" },
      { service: "api", a: "b" },
    ]);
  });
});

it.each([
  ["https://key@o1.ingest.sentry.io/42", "https://o1.ingest.sentry.io/api/42/envelope/"],
  ["http://key@127.0.0.1:9/sub/7", "http://127.0.0.1:9/sub/api/7/envelope/"],
])("%s sends to %s", (dsn, url) => expect(intakeOf(dsn)).toEqual({ url, key: "key" }));

it("refuses what is no DSN", () => {
  expect(() => intakeOf("https://o1.ingest.sentry.io/42")).toThrow(/without a key/);
});

it.each([
  ["*/api/publish/*", "GET /api/publish/drill"],
  ["POST /api/upload/init", "POST /api/upload/init"],
])("%s covers %s", (pattern, name) => expect(transactionFor(pattern)).toBe(name));

it.each([
  ["https://api.datadoghq.eu", "https://http-intake.logs.datadoghq.eu"],
  ["http://127.0.0.1:4001", "http://127.0.0.1:4001"],
])("logs for %s go to %s", (url, intake) => expect(logIntake(url)).toBe(intake));

describe("errors that are compared with an hour before", () => {
  const signal = { kind: "sentry-errors", project: "web", tags: { service: ["api"] }, comparedWith: 3600 } as const;
  const condition = { kind: "threshold", comparison: "above", critical: 200, window: 900, over: "total" } as const;
  const of = (more: object = {}) => errorsInjection({ ...signal, tags: { service: ["api"] }, ...more }, condition);

  it("are more than the limit allows beside what is sent for the hour before, and end while that is still there", () => {
    const injection = of();
    if (injection?.kind !== "events" || injection.earlier === null) throw new Error("no events in the past");
    const times = earlierTimes(injection.earlier, 0).map((at) => -at / 1000);
    for (const seconds of [0, 300, 900, 1500]) {
      const then = times.filter((ago) => ago >= 3600 - seconds && ago < 3600 - seconds + 900);
      expect(then.length).toBeGreaterThan(0);
      expect((100 * injection.count) / then.length).toBeGreaterThan(200);
    }
    expect(Math.min(...times)).toBeGreaterThan(900);
  });

  it("do not exist where then and now are one", () => expect(of({ comparedWith: 900 })).toBeNull());
});
