import { expect, it } from "vitest";
import { lint } from "../../src/lint/lint.ts";
import { compile } from "../../src/vendors/compile.ts";
import { definition, everybody, stack, threshold } from "../support/definitions.ts";

it("finds the two that are wrong among 2,000", () => {
  const definitions = Array.from({ length: 2000 }, (_, n) =>
    definition({
      id: `shop/errors-${n}`,
      severity: "ticket",
      // The last watches what the first watches, with a weaker threshold.
      signal: {
        kind: "log-count",
        source: { kind: "vercel", service: "shop" },
        filter: { phrases: [`part ${n % 1999} broke`] },
      },
      condition: threshold({ critical: n === 1999 ? 90 : 50 }),
      runbook: n === 1000 ? "nowhere" : "shop",
    }),
  );
  const compiled = { config: stack, definitions, resources: compile(definitions, [everybody], stack) };
  const written = {
    definitions,
    routes: [everybody],
    runbooks: new Set(["shop"]),
    documents: null,
    dashboards: [],
    objectives: [],
    stacks: [],
  };
  expect(lint({ written, compiled: [compiled] }).map(({ rule, definition: id }) => [rule, id])).toEqual([
    ["alert/duplicate", "shop/errors-1999"],
    ["alert/runbook-page", "shop/errors-1000"],
  ]);
});
