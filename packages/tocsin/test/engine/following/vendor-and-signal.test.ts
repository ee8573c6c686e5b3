import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Copy, copyOfProject, type Step, stepsOf } from "./follow.ts";

/**
 * Both pages in one copy, one after the other. The compiler is run once, by the second: whatever place of the product does not
 * know an addition fails it.
 */
let copy: Copy;
beforeAll(() => {
  copy = copyOfProject();
});
afterAll(() => copy?.remove());

const nameOf = (step: Step) => (step.do === "run" ? step.words.join(" ") : `${step.do} ${step.file}`);
const filesOf = (steps: readonly Step[], what: "write" | "edit") =>
  steps.flatMap((step) => (step.do === what ? [step.file] : []));

describe("docs/how-to/adding-a-vendor.md, followed", () => {
  const steps = stepsOf("how-to/adding-a-vendor.md");

  it("has a file for each part of a vendor", () => {
    for (const part of ["compile", "client", "quirks", "live", "vendor"])
      expect(filesOf(steps, "write")).toContain(`packages/tocsin/src/vendors/pulse/${part}.ts`);
  });

  it("edits nothing that is there but the list of vendors", () => {
    expect(new Set(filesOf(steps, "edit"))).toEqual(new Set(["packages/tocsin/src/vendors/index.ts"]));
    const others = filesOf(steps, "write").filter((file) => !file.startsWith("packages/tocsin/src/vendors/pulse/"));
    expect(others).toEqual(["packages/tocsin/test/vendors/pulse.test.ts"]);
  });

  const done = steps.filter((step) => step.do !== "run" || step.words[0] !== "tsc");
  it.each(done.map((step, index) => [index, nameOf(step), step] as const))("%i: %s", async (_index, _what, step) => {
    await copy.follow(step);
  });
});

describe("docs/how-to/adding-a-signal.md, followed", () => {
  const steps = stepsOf("how-to/adding-a-signal.md");

  it.each(steps.map((step, index) => [index, nameOf(step), step] as const))("%i: %s", async (_index, _what, step) => {
    await copy.follow(step);
  });
});
