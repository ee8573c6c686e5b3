import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Copy, copyOfProject, stepsOf } from "./follow.ts";

const steps = stepsOf("adding-a-vendor.md");
let copy: Copy;
beforeAll(() => {
  copy = copyOfProject();
});
afterAll(() => copy?.remove());

describe("docs/adding-a-vendor.md, followed", () => {
  it("has a step for each part of a vendor", () => {
    const files = steps.flatMap((step) => (step.do === "write" ? [step.file] : []));
    for (const part of ["compile", "client", "quirks", "live"])
      expect(files).toContain(`packages/tocsin/src/vendors/pulse/${part}.ts`);
  });

  it("edits nothing that is there but the list of vendors", () => {
    const edited = steps.flatMap((step) => (step.do === "edit" ? [step.file] : []));
    expect(new Set(edited)).toEqual(new Set(["packages/tocsin/src/vendors/index.ts"]));
    const written = steps.flatMap((step) => (step.do === "write" ? [step.file] : []));
    const ours = written.filter((file) => !file.startsWith("packages/tocsin/src/vendors/pulse/"));
    expect(ours).toEqual(["packages/tocsin/test/vendors/pulse.test.ts"]);
  });

  // The last one is the compiler: whatever place of the product does not know the vendor yet fails it.
  it.each(
    steps.map(
      (step, index) => [index, step.do === "run" ? step.words.join(" ") : `${step.do} ${step.file}`, step] as const,
    ),
  )("%i: %s", async (_index, _what, step) => {
    await copy.follow(step);
  });
});
