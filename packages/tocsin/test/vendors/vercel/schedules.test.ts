import { describe, expect, it } from "vitest";
import { compareCrons, cronDifferenceText, declaredCrons, declaredSchedules } from "../../../src/model/crons.ts";
import { compile } from "../../../src/vendors/compile.ts";
import { judgeCrons } from "../../../src/vendors/vercel/checks/crons.ts";
import { cronRuns } from "../../../src/vendors/vercel/cron-runs.ts";
import { pathSchedules, pieceFor, toSchedules, withSchedules } from "../../../src/vendors/vercel/schedules.ts";
import { definition, everybody, stack } from "../../support/definitions.ts";

const close = { path: "/api/cron/close", schedule: "0 6 * * 1" };
const digest = { path: "/api/cron/digest", schedule: "0 9 * * *", timezone: "Europe/Vienna" };

const bySchedules = definition({
  signal: { kind: "crons", service: "shop", crons: [digest, close], runBy: "schedules" },
  condition: { kind: "declared" },
});

describe("schedules of a service", () => {
  it("come from definitions that say so, by path, and are no cron jobs", () => {
    expect(declaredSchedules([bySchedules])).toEqual(new Map([["shop", [close, digest]]]));
    expect(declaredCrons([bySchedules])).toEqual(new Map());
  });

  it("go beside what calls a function, under the name that they have or one of their path", () => {
    const known = {
      cleanup: { schedule: "0 * * * *", function: "api/cleanup" },
      "api-cron-close": { schedule: "0 1 * * *", function: "api/close" },
      morning: { schedule: "0 8 * * *", path: digest.path, jitter: 5 },
      old: { schedule: "0 0 * * *", path: "/old" },
    };
    expect(withSchedules(known, [close, digest])).toEqual({
      cleanup: known.cleanup,
      "api-cron-close": known["api-cron-close"],
      "api-cron-close-2": { requestMethod: "GET", ...close },
      morning: { jitter: 5, ...digest },
    });
  });

  it("differ by their time zone, and UTC goes without saying", () => {
    const found = pathSchedules({
      schedules: { a: { ...close, timezone: "UTC" }, b: { ...digest, timezone: "Europe/Berlin" } },
    });
    const differences = compareCrons([close, digest], found);
    expect(differences.map((one) => cronDifferenceText(one, "vercel.json"))).toEqual([
      'changed: /api/cron/digest runs at "0 9 * * * Europe/Berlin" in vercel.json, declared is "0 9 * * * Europe/Vienna"',
    ]);
  });
});

describe("verify", () => {
  const config = {
    ...stack,
    vercel: {
      ...stack.vercel,
      projects: {
        shop: { id: "prj_1", url: "https://shop.example", name: "shop", logEnvironment: "production" as const },
      },
    },
  };
  const found = (...definitions: { path: string; schedule: string }[]) =>
    judgeCrons({
      ...{ config, definitions: [bySchedules], sqlProbes: [], resources: [], pairs: new Map(), claimed: new Set() },
      acting: [],
      timeOf: () => new Date(0),
      live: [
        {
          ...{ vendor: "vercel", kind: "project-crons", vendorId: "prj_1", identity: null, body: { enabled: true } },
          ...{ parent: { projectId: "prj_1" }, properties: { definitions } },
        },
      ],
    }).findings?.map(({ class: of, message }) => [of, message]);

  it("misses no schedule in the list of cron jobs, and finds the cron job that runs beside one", () => {
    expect(found()).toEqual([]);
    expect(found(close)).toEqual([
      [
        "unmanaged",
        'The cron job /api/cron/close ("0 6 * * 1") is in the production deployment of shop, and a schedule is declared for it: both would call it. Take it out of crons in vercel.json (`tocsin crons` does it) and deploy.',
      ],
    ]);
  });

  it("has no switch to watch", () => {
    expect(compile([bySchedules], [everybody], config).map(({ kind }) => kind)).not.toContain("project-crons");
  });
});

describe("cron jobs become schedules", () => {
  it("at the same times, by GET, and once where a schedule is there already", () => {
    const moved = toSchedules({
      crons: [close, { path: "/b", schedule: "5 * * * *" }],
      schedules: { b: { path: "/b", schedule: "5 * * * *" } },
    });
    expect(moved).toEqual({
      configuration: {
        schedules: {
          b: { path: "/b", schedule: "5 * * * *" },
          "api-cron-close": { ...close, requestMethod: "GET" },
        },
      },
      moved: [close.path, "/b"],
      stays: [],
    });
  });

  it("but not with what a schedule cannot say, nor where one calls the path at other times", () => {
    const crons = [
      { ...close, regions: ["fra1"] },
      { path: "/b", schedule: "5 * * * *" },
    ];
    const { configuration, stays } = toSchedules({ crons, schedules: { b: { path: "/b", schedule: "6 * * * *" } } });
    expect(configuration.crons).toEqual(crons);
    expect(stays).toEqual([
      { path: close.path, reason: "it has regions, which a schedule does not take" },
      { path: "/b", reason: "a schedule calls the same path at other times" },
    ]);
  });

  it("are printed for a file that is not rewritten", () => {
    const schedules = {
      "api-cron-close": { ...close, requestMethod: "GET" },
      "a b": { schedule: "* * * * *", retry: { after: [1, 2] } },
    };
    expect(pieceFor("vercel.toml", { crons: [close], schedules })).toBe(`[[crons]]
path = "/api/cron/close"
schedule = "0 6 * * 1"

[schedules.api-cron-close]
path = "/api/cron/close"
schedule = "0 6 * * 1"
requestMethod = "GET"

[schedules."a b"]
schedule = "* * * * *"
retry = { "after" = [1, 2] }
`);
    expect(pieceFor("vercel.ts", { schedules: { digest } })).toBe(`  schedules: {
    "digest": {
      "path": "/api/cron/digest",
      "schedule": "0 9 * * *",
      "timezone": "Europe/Vienna"
    }
  },
`);
  });
});

describe("runs by the clock of a time zone", () => {
  it.each([
    ["Europe/Vienna", "2026-07-01T06:30:00Z", "2026-07-01T07:30:00Z", 1],
    ["UTC", "2026-07-01T06:30:00Z", "2026-07-01T07:30:00Z", 0],
    ["Europe/Vienna", "2026-12-01T07:30:00Z", "2026-12-01T08:30:00Z", 1],
    ["America/New_York", "2026-03-01T00:00:00Z", "2026-03-15T00:00:00Z", 14],
  ])("%s, from %s to %s: %i", (zone, from, to, runs) =>
    expect(cronRuns("0 9 * * *", new Date(from), new Date(to), zone)).toBe(runs),
  );

  it("counts a time that the clock shows twice once", () => {
    expect(
      cronRuns("30 2 * * *", new Date("2026-10-24T12:00:00Z"), new Date("2026-10-25T12:00:00Z"), "Europe/Vienna"),
    ).toBe(1);
  });
});
