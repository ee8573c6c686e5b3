import { readdirSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { done, reviewed, type Scenario, said } from "./scenario.ts";

const folder = path.join(import.meta.dirname, "catalogue");
const scenarios = await Promise.all(
  readdirSync(folder)
    .sort()
    .map(async (file) => {
      const module: { default: Scenario } = await import(path.join(folder, file));
      return [file, module.default] as const;
    }),
);

describe("the catalogue of changes", () => {
  it.each(scenarios)("%s", (_file, scenario) => {
    const review = reviewed(scenario);
    expect(said(review)).toEqual(scenario.says);
    if (scenario.does) expect(done(review)).toEqual(scenario.does);
  });

  it("has at least 30, each about something else", () => {
    expect(scenarios.length).toBeGreaterThanOrEqual(30);
    expect(new Set(scenarios.map(([, { title }]) => title)).size).toBe(scenarios.length);
  });
});
