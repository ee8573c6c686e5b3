import ts from "typescript";
import { expect, it } from "vitest";
import { candidates, edited } from "../../src/absorb/edit.ts";
import type { Change } from "../../src/absorb/infer.ts";

const source = `import { above, alert, minutes } from "tocsin";

const shared = { owner: 'it\\'s ours', limit: 1_000 };

export const errors = alert({
  ...shared, // everything of this service
  id: "shop/errors",
  condition: above(50, { per: minutes(5), recovery: 40 }), // 50 was agreed in March
  signal: webhook({
    events: [
      "invoice.paid", // plans
      "charge.failed", // dunning
    ],
  }),
});
`;

/** The lines that the likeliest way to write a change takes out, and those that it puts in. */
function lines(change: Partial<Change> & Pick<Change, "path">, which = 0): string[] {
  const [edits] = candidates(ts, source, 5, { from: undefined, to: undefined, ...change }).slice(which);
  if (edits === undefined) return [];
  const [before, after] = [source.split("\n"), edited(source, edits).split("\n")];
  return [
    ...before.filter((line) => !after.includes(line)).map((line) => `-${line}`),
    ...after.filter((line) => !before.includes(line)).map((line) => `+${line}`),
  ];
}

it("writes a number where the call has it, with its unit and its comment", () => {
  expect(lines({ path: ["condition", "critical"], from: 50, to: 60.5 })).toEqual([
    "-  condition: above(50, { per: minutes(5), recovery: 40 }), // 50 was agreed in March",
    "+  condition: above(60.5, { per: minutes(5), recovery: 40 }), // 50 was agreed in March",
  ]);
  expect(lines({ path: ["condition", "window"], from: 300, to: 600 })[1]).toContain("minutes(10)");
  expect(lines({ path: ["x"], from: 1000, to: 25_000 })[1]).toContain("limit: 25_000");
  expect(lines({ path: ["condition", "critical"], from: 51, to: 52 })).toEqual([]);
});

it("writes a text in the quotes that it stands in", () => {
  expect(lines({ path: ["owner"], from: "it's ours", to: 'somebody\'s "own"' })[1]).toBe(
    "+const shared = { owner: 'somebody\\'s \"own\"', limit: 1_000 };",
  );
  expect(lines({ path: ["id"], from: "shop/errors", to: "a \\ \n" })[1]).toBe('+  id: "a \\\\ \\n",');
});

it("keeps the comments of what stays in a list", () => {
  const change = { path: ["signal", "events"], from: ["invoice.paid", "charge.failed"] };
  expect(lines({ ...change, to: ["invoice.paid", "charge.refunded"] })).toEqual([
    '-      "charge.failed", // dunning',
    '+      "charge.refunded", // dunning',
  ]);
  expect(lines({ ...change, to: ["charge.failed"] })).toEqual(['-      "invoice.paid", // plans']);
  expect(lines({ ...change, to: ["invoice.paid", "charge.failed", "charge.refunded"] })).toEqual([
    '-      "charge.failed", // dunning',
    '+      "charge.failed",',
    '+      "charge.refunded", // dunning',
  ]);
});

it("adds a field to an object of the call, and takes one out", () => {
  expect(lines({ path: ["condition", "warning"], to: 30 }, 1)[1]).toContain("recovery: 40, warning: 30 })");
  expect(lines({ path: ["condition", "recovery"], from: 40 })[1]).toContain("{ per: minutes(5) })");
  expect(lines({ path: ["route"], from: "everybody", to: "founder" })).toEqual(['+  route: "founder",']);
});
