import { describe, expect, it } from "vitest";
import { compareCrons, cronDifferenceText, declaredCrons } from "../../../src/model/crons.ts";
import { jsonLike, withCrons } from "../../../src/vendors/vercel/crons.ts";
import { definition } from "../../support/definitions.ts";

const declared = [
  { path: "/api/cron/a", schedule: "* * * * *" },
  { path: "/api/cron/b", schedule: "0 3 * * *" },
];

describe("crons of a service", () => {
  it("come from its definitions, by path", () => {
    const crons = definition({
      signal: { kind: "crons", service: "shop", crons: [...declared].reverse() },
      condition: { kind: "declared" },
    });
    expect(declaredCrons([crons, definition()])).toEqual(new Map([["shop", declared]]));
  });

  it("go into vercel.json without touching the rest of it", () => {
    expect(withCrons({ framework: "nextjs", crons: [{ path: "/old", schedule: "x" }] }, declared)).toEqual({
      framework: "nextjs",
      crons: declared,
    });
  });

  it("keep what a cron has beside its path and schedule", () => {
    const crons = [
      { path: "/api/cron/b", schedule: "5 3 * * *", regions: ["fra1"] },
      { path: "/api/cron/a", schedule: "* * * * *", enabled: true },
    ];
    expect(withCrons({ crons }, declared).crons).toEqual([
      { path: "/api/cron/a", schedule: "* * * * *", enabled: true },
      { path: "/api/cron/b", schedule: "0 3 * * *", regions: ["fra1"] },
    ]);
  });

  it.each([
    ["tabs", '{\n\t"a": [\n\t\t1\n\t]\n}\n'],
    ["four spaces, no end of line at the end", '{\n    "a": [\n        1\n    ]\n}'],
    ["lines as Windows ends them", '{\r\n  "a": [\r\n    1\r\n  ]\r\n}\r\n'],
  ])("go into a file in its own form: %s", (_, text) => expect(jsonLike(text, JSON.parse(text))).toBe(text));

  it("go into a new file with two spaces", () => expect(jsonLike("", { a: 1 })).toBe('{\n  "a": 1\n}\n'));

  it("are the same in any order", () => {
    expect(compareCrons(declared, [...declared].reverse())).toEqual([]);
  });

  it("differ by being missing, changed or undeclared", () => {
    const found = [
      { path: "/api/cron/a", schedule: "*/5 * * * *" },
      { path: "/api/cron/c", schedule: "0 0 * * *" },
    ];
    const differences = compareCrons(declared, found);
    expect(differences).toEqual([
      { kind: "changed", path: "/api/cron/a", expected: "* * * * *", actual: "*/5 * * * *" },
      { kind: "missing", path: "/api/cron/b", expected: "0 3 * * *", actual: null },
      { kind: "undeclared", path: "/api/cron/c", expected: null, actual: "0 0 * * *" },
    ]);
    expect(differences.map((d) => cronDifferenceText(d, "vercel.json")).join("\n")).toMatch(
      /changed: .*\nmissing: .*\nundeclared: /,
    );
  });

  it("tell a second schedule of one path", () => {
    expect(compareCrons(declared, [...declared, { path: "/api/cron/a", schedule: "5 * * * *" }])).toMatchObject([
      { kind: "changed", actual: "* * * * *, 5 * * * *" },
    ]);
  });
});
