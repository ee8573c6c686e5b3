import { readFileSync } from "node:fs";
import { expect, it } from "vitest";

it("the example of docs/how-to/testing-alerts.md is a test of this project", () => {
  const [, shown] = /```ts\n([^`]*)```/.exec(readFileSync("docs/how-to/testing-alerts.md", "utf8")) ?? [];
  expect(shown).toBe(readFileSync("test/web-api.test.ts", "utf8"));
});
