import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, expect, it } from "vitest";
import { loadStack } from "../../src/project/stack-file.ts";

const root = mkdtempSync(path.join(tmpdir(), "stacks-"));
afterAll(() => rmSync(root, { recursive: true }));
for (const name of ["local", "staging", "prod"]) writeFileSync(path.join(root, `Pulumi.${name}.yaml`), "config: {}\n");

it("asks whether a stack with a name like it is meant, and else says how to make one", () => {
  expect(() => loadStack(root, "stagin")).toThrow(
    'There is no stack "stagin": Pulumi.stagin.yaml is not there. Did you mean staging?',
  );
  expect(() => loadStack(root, "load-test")).toThrow(
    'There is no stack "load-test": Pulumi.load-test.yaml is not there. Copy Pulumi.staging.yaml and fill it in.',
  );
});
