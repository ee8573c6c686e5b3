import { createColors } from "picocolors";
import { expect, it } from "vitest";
import { planText, summary } from "../../src/drill/render.ts";

type Summary = Parameters<typeof summary>[0];
const receipt = (level: string, highest: string) => ({ level, evidence: { highest } });
const told = (...receipts: object[]) =>
  summary({ stack: "local", receipts, complete: true, problems: [] } as unknown as Summary, createColors(false));

it("tells apart what fired, what verify watches, and what nothing can fire", () => {
  expect(told(receipt("recovered", "recovered"), receipt("accepted", "accepted"), receipt("routed", "routed"))).toBe(
    "All 3 alerts proven: 1 fired, arrived and recovered; 1 is a declaration that verify watches; 1 cannot be fired, and is only looked at.",
  );
  expect(told(receipt("fired", "recovered"))).toBe("0 of 1 alert proven.");
});

it("plans no time where no alert is fired", () => {
  expect(planText({ starts: [], chain: [], seconds: 0 }, 1)).toBe("No alert is fired: 1 alert is only looked at.");
});
