/** docs/explanation/architecture.svg is what tools/lib/rooms.mjs says, and can be read. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { drawing } from "../lib/drawing.mjs";
import { layout, reduced } from "../lib/layers.mjs";
import { packageArrows, toolArrows } from "../lib/rooms.mjs";

const file = path.resolve(import.meta.dirname, "../../docs/explanation/architecture.svg");

describe("the drawing of the rooms", () => {
  it("in docs/ is the one that is drawn now", () => {
    expect(readFileSync(file, "utf8"), "run: node tools/draw-rooms.mjs").toBe(drawing());
  });

  it("shows every package and every room once", () => {
    const shown = [...drawing().matchAll(/<\/?rect[^>]*\/><text x="\d+(?:\.5)?" y="\d+">([^<]+)<\/text>/g)].map(
      ([, name]) => name,
    );
    const named = [...Object.keys(packageArrows), ...Object.keys(toolArrows)];
    expect(shown.toSorted()).toEqual(named.map((name) => (name === "top" ? "the team's project" : name)).toSorted());
  });

  it("can be read in light and in dark", () => {
    expect(drawing()).toContain("@media (prefers-color-scheme: dark)");
  });
});

describe("a layout", () => {
  const graph = { a: ["b", "c"], b: ["c"], c: [], d: ["c"], e: [] };

  it("leaves out what a longer way leads to", () => {
    expect(reduced(graph)).toEqual({ a: ["b"], b: ["c"], c: [], d: ["c"], e: [] });
  });

  it("puts what is needed below, and passes every row between", () => {
    const { rows, arrows } = layout(graph, () => 80);
    expect(rows.map((row) => row.flatMap(({ name }) => name ?? []).toSorted())).toEqual([
      ["c", "e"],
      ["b", "d"],
      ["a"],
    ]);
    const long = arrows.find(({ from, to }) => from === "a" && to === "c");
    expect(long?.through.map(({ row }) => row)).toEqual([2, 1, 0]);
  });

  it.each([
    ["the packages", packageArrows],
    ["the rooms", toolArrows],
  ])("of %s keeps boxes and passing arrows clear of each other", (_what, arrows) => {
    const { rows, width } = layout(reduced(arrows), () => 90);
    for (const row of rows) {
      for (const [index, { x, width: wide }] of row.entries()) {
        expect(x - wide / 2).toBeGreaterThanOrEqual(-1);
        expect(x + wide / 2).toBeLessThanOrEqual(width + 1);
        const next = row[index + 1];
        if (next !== undefined) expect(next.x - next.width / 2 - (x + wide / 2)).toBeGreaterThan(10);
      }
    }
  });
});
