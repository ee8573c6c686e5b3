import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { withPages } from "../../src/shared/pages.ts";

let root = "";
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "tocsin-pages-"));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const write = (file: string) => {
  mkdirSync(dirname(join(root, file)), { recursive: true });
  writeFileSync(join(root, file), "# Page\n");
};

it("names a page of the documentation by where the project has it", () => {
  const said =
    "Correct the test; docs/how-to/testing-alerts.md has the form. See docs/how-to/gate.md, docs/coverage.md.";
  write("docs/how-to/gate.md");
  write("node_modules/tocsin/docs/how-to/gate.md");
  write("node_modules/tocsin/docs/how-to/testing-alerts.md");
  expect(withPages(said, root)).toBe(
    "Correct the test; node_modules/tocsin/docs/how-to/testing-alerts.md has the form. See docs/how-to/gate.md, docs/coverage.md.",
  );
});

it("leaves the name of a page that is nowhere", () => {
  expect(withPages("docs/rules/no-such-rule.md", root)).toBe("docs/rules/no-such-rule.md");
});
