import { expect, it } from "vitest";
import type { Definition } from "../../src/model/definition.ts";
import { costText } from "../../src/review/cost.ts";
import { markdown } from "../../src/review/markdown.ts";
import { reviewPage } from "../../src/review/page.ts";
import { definition } from "../support/definitions.ts";
import { reviewed } from "./scenario.ts";

const health = (every: number): Definition =>
  definition({
    id: "shop/health",
    signal: { kind: "http-check", service: "shop", path: "/readyz", every, expect: { status: 200 } },
    condition: { kind: "consecutive-failures", failures: 3 },
  });

const errors = definition();
const cost = (before: Definition[], after: Definition[]) =>
  reviewed({ before: { definitions: before }, after: { definitions: after } }).cost.map(costText);

it("a check that runs more often costs more test runs", () => {
  const [runs, ...more] = cost([health(600)], [health(300)]);
  expect(more).toEqual([]);
  expect(runs).toMatch(
    /^Datadog, API test runs a month: (\d+) before, (\d+) after \(\+\1\)\. Retries of failed runs come on top\.$/,
  );
});

it("a source of logs that no alert reads any more need not be indexed", () => {
  expect(cost([errors], [health(300), errors])).toHaveLength(1);
  expect(cost([errors], [])).toEqual([
    "Datadog, sources whose log lines are indexed: 1 before, 0 after (-1). How many lines they write, only the account shows.",
  ]);
});

it("what costs the same is not told, nor is anything told without a base", () => {
  expect(cost([errors], [definition({ title: "Another title" })])).toEqual([]);
});

it("is shown in the comment and on the page", () => {
  const review = reviewed({ before: { definitions: [] }, after: { definitions: [errors] } });
  expect(markdown(review)).toContain(
    "\n**Cost**\n\n- Datadog, sources whose log lines are indexed: 0 before, 1 after (+1). How many lines they write, only the account shows.\n",
  );
  expect(reviewPage(review)).toContain("<h2>Cost</h2><ul><li>Datadog, sources whose log lines");
});
