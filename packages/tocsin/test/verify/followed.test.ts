import { readdirSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";

const folder = new URL("../scenario/verify/", import.meta.url);

/** Each story of `drift(...)` is followed to a clean verify: see `scenario/verify/drift.ts`. */
it("sixty stories and more tell what hands do to a stack, and follow each remedy", () => {
  const stories = readdirSync(folder)
    .filter((name) => name.endsWith(".test.ts"))
    .flatMap((name) => [
      ...readFileSync(new URL(name, folder), "utf8").matchAll(
        /^\s*drift\(\s*(?:"((?:[^"\\]|\\.)+)"|`([^`]+)`|(\w+))/gm,
      ),
    ])
    .map(([, text, template, variable]) => text ?? template ?? variable ?? "");
  const told = stories.filter((story) => story.includes(" "));
  expect(new Set(told).size).toBe(told.length);
  expect(told.length).toBeGreaterThanOrEqual(60);
});
