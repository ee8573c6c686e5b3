import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Json } from "../../src/model/resource.ts";
import { sides } from "../../src/model/sides.ts";

const text = `${"The error rate of the web API is high. ".repeat(20)}@slack-acme-alerts ${"Look at the logs. ".repeat(20)}`;

describe("two values beside each other", () => {
  it.each<[string, Json | undefined, Json | undefined, string, string]>([
    ["short ones are whole", 80, 90, "80", "90"],
    ["no value is told from an empty text", undefined, "", "nothing", '""'],
    [
      "a handle in the middle of a message",
      text,
      text.replace("acme-alerts", "acme-mine"),
      '"…PI is high. @slack-acme-alerts Look at the logs. Look …"',
      '"…PI is high. @slack-acme-mine Look at the logs. Look …"',
    ],
    ["what was added at the end", text, `${text}!`, '"…logs. Look at the logs. "', '"…logs. Look at the logs. !"'],
    [
      "tags that one side lacks",
      [...many("tag"), "managed-by:tocsin"],
      [...many("tag"), "team:payments"],
      '[… 30 equal, "managed-by:tocsin"]',
      '[… 30 equal, "team:payments"]',
    ],
    [
      "elements removed only",
      [...many("tag"), "managed-by:tocsin", "env:prod"],
      many("tag"),
      '[… 30 equal, "managed-by:tocsin", "env:prod"]',
      "[… 30 equal]",
    ],
    ["more elements than a line holds", many("old"), [], `[${shown("old")}, … 19 more]`, "[]"],
  ])("%s", (_, expected, actual, ours, theirs) => {
    expect(sides(expected, actual)).toEqual({ expected: ours, actual: theirs });
  });

  it("shows by their codes what a reader cannot tell apart", () => {
    expect(sides("5 %", "5\u00a0%")).toEqual({ expected: '"5 %"', actual: '"5\\u{a0}%"' });
    expect(sides("é", "e\u0301").actual).toBe('"e\\u{301}"');
  });

  it("never lets two different values read alike, and keeps each on one line of bounded length", () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 3 }), fc.jsonValue({ maxDepth: 3 }), fc.nat(300), (one, other, at) => {
        const [a, b] = [
          `${text.slice(0, at)}${JSON.stringify(one)}${text}`,
          `${text.slice(0, at)}${JSON.stringify(other)}${text}`,
        ];
        for (const [x, y] of [
          [one, other],
          [a, b],
          [
            [a, text],
            [text, b],
          ],
        ] as [Json, Json][]) {
          const { expected, actual } = sides(x, y);
          if (JSON.stringify(x) !== JSON.stringify(y)) expect(expected).not.toBe(actual);
          for (const side of [expected, actual]) expect(side).not.toMatch(/\n/);
        }
      }),
    );
  });
});

function many(name: string): string[] {
  return Array.from({ length: 30 }, (_, n) => `${name}:${n}`);
}

function shown(name: string): string {
  return many(name)
    .slice(0, 11)
    .map((one) => `"${one}"`)
    .join(", ");
}
