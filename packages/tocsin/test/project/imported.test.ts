import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { readAllImported, readImported } from "../../src/project/imported.ts";

let root: string;
beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), "imported-"));
});
afterEach(() => rmSync(root, { recursive: true }));

const write = (text: string) => writeFileSync(path.join(root, "imported.yaml"), text);

it("knows a monitor of Sentry's and all alerts that are imported with it, so that none is imported again", () => {
  write('local:\n  shop/errors/detector: "7"\n  shop/errors/workflow: "8"\n  shop/errors/workflow-2: "9"\n');
  expect(readAllImported(root)).toEqual(["detector 7", "workflow 8", "workflow 9"]);
});

it("refuses one alert that is given to two", () => {
  write('local:\n  shop/errors/workflow-2: "8"\n  shop/others/workflow: "8"\n');
  expect(() => readImported(root, "local")).toThrow(
    "imported.yaml names one resource twice in stack local: workflow 8 is shop/errors/workflow-2 and shop/others/workflow.",
  );
});
