import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Copy, copyOfProject, stepsOf } from "./follow.ts";

const steps = stepsOf("tutorials/adding-an-alert.md");
let copy: Copy;
beforeAll(() => {
  copy = copyOfProject();
});
afterAll(async () => {
  await copy?.follow({ do: "run", words: ["tocsin", "local", "down"] });
  copy?.remove();
});

const said = new Map<string, string>();

describe("docs/tutorials/adding-an-alert.md, followed", () => {
  it("has steps", () => {
    expect(steps.map((step) => step.do)).toEqual(expect.arrayContaining(["write", "edit", "run"]));
    expect(steps.length).toBeGreaterThan(9);
  });

  // A step builds on those before.
  it.each(steps.map((step) => [step.do === "run" ? step.words.join(" ") : `${step.do} ${step.file}`, step] as const))(
    "%s",
    async (what, step) => {
      said.set(what, await copy.follow(step));
    },
  );

  it("ends with an alert that is tested, on its pages, heard, and told to the reviewer", () => {
    expect(said.get("tocsin test uploads/completion-errors")).toMatch(/2 .*pass/);
    expect(copy.read("docs/coverage.md")).toContain("uploads/completion-errors");
    expect(copy.read("runbooks/api-error-spike.md")).toContain("### uploads/completion-errors");
    expect(said.get("tocsin drill --stack local uploads/completion-errors")).toMatch(
      /uploads\/completion-errors\s+recovered/,
    );
    expect(said.get("tocsin review --base HEAD")).toContain("Uploads cannot be completed");
  });
});
