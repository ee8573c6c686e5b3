import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Copy, copyOfProject, stepsOf } from "./follow.ts";

const steps = stepsOf("how-to/adding-a-rule.md");
let copy: Copy;
beforeAll(() => {
  copy = copyOfProject();
});
afterAll(() => copy?.remove());

const said: string[] = [];

describe("docs/how-to/adding-a-rule.md, followed", () => {
  it.each(steps.map((step) => [step.do === "run" ? step.words.join(" ") : `${step.do} ${step.file}`, step] as const))(
    "%s",
    async (_what, step) => {
      said.push(await copy.follow(step));
    },
  );

  it("ends with a rule that is in the index, and finds what its page says", async () => {
    expect(copy.read("docs/rules/README.md")).toContain("[alert/title-shouts](alert-title-shouts.md)");
    await copy.follow({
      do: "edit",
      file: "alerts/billing.ts",
      before: ['  title: "Stripe webhook endpoint",'],
      after: ['  title: "STRIPE WEBHOOK ENDPOINT",'],
    });
    // A notice is told, and ends with 0.
    expect(await copy.follow({ do: "run", words: ["tocsin", "lint"] })).toMatch(
      /notice\[alert\/title-shouts\] billing\/stripe-webhook: its title is all in capital letters\n *--> alerts\/billing\.ts:/,
    );
  });
});
