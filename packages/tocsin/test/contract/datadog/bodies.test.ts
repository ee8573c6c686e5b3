import path from "node:path";
import { expect, test } from "vitest";
import type { JsonObject } from "../../../src/model/resource.ts";
import { loadProject } from "../../../src/project/project.ts";
import { vendorFiles } from "../../support/vendor-files.ts";
import { faultsBy, specification } from "./specification.ts";

/**
 * What another team's alerts compile to, against Datadog's own specification: every monitor, every synthetic test, every objective.
 */
const { resources } = await loadProject(path.resolve(import.meta.dirname, "../../projects/foundry"), "staging");

const schemas = {
  monitor: "Monitor",
  "synthetics-test": "SyntheticsAPITest",
  slo: "ServiceLevelObjectiveRequest",
} as const;
type Kind = keyof typeof schemas;
const isJudged = (kind: string): kind is Kind => kind in schemas;

const faults = (kind: Kind, body: JsonObject): string[] => faultsBy(`#/components/schemas/${schemas[kind]}`, body);

const judged = resources.flatMap(({ name, kind, body }) => (isJudged(kind) ? [{ name, kind, body }] : []));

test.each(judged)(`$name is taken by the specification (${vendorFiles})`, ({ kind, body }) => {
  expect(faults(kind, body)).toEqual([]);
});

test("a body that the specification does not know is noticed", () => {
  const [first] = judged.filter(({ kind }) => kind === "monitor");
  const wrong = { ...first?.body, type: "a type of nobody's", options: { thresholds: { critical: "ten" } } };
  expect(faults("monitor", wrong).length > 0).toBe(specification !== null);
});
