import path from "node:path";
import { expect, test } from "vitest";
import { newClient } from "../../../emulators/test/datadog/client.ts";
import type { JsonObject, Resource } from "../../src/model/resource.ts";
import { loadProject } from "../../src/project/project.ts";
import type { LiveObject } from "../../src/vendors/live.ts";
import { resolve } from "../../src/verify/refs.ts";

/** The emulated Datadog is a witness of its own: it takes all that another team's alerts compile to, also what it never runs. */
const root = path.resolve(import.meta.dirname, "../projects/foundry");

const paths: Partial<Record<Resource["kind"], string>> = {
  "global-variable": "/api/v1/synthetics/variables",
  monitor: "/api/v1/monitor",
  "synthetics-test": "/api/v1/synthetics/tests/api",
  slo: "/api/v1/slo",
};

/** What others may refer to of what was made. */
function propertiesOf(answer: Record<string, unknown>): LiveObject["properties"] {
  const [slo] = Array.isArray(answer.data) ? answer.data : [answer];
  return Object.fromEntries(
    Object.entries(Object(slo)).flatMap(([key, value]) =>
      ["id", "public_id", "monitor_id"].includes(key) ? [[key, String(value)]] : [],
    ),
  );
}

test("the emulated Datadog takes every monitor, test and objective of another team", async () => {
  const { resources } = await loadProject(root, "staging");
  const client = newClient();
  const made = new Map<string, LiveObject>();
  const refused: string[] = [];
  // What others refer to comes first.
  const waiting = resources.filter(({ kind }) => kind in paths);
  while (waiting.length > 0) {
    const at = waiting.findIndex(({ refs }) => refs.every((ref) => made.has(ref.resource)));
    const [resource] = waiting.splice(Math.max(at, 0), 1);
    if (resource === undefined) break;
    const { body } = resolve(resource, (name) => made.get(name));
    const { status, value, body: answer } = await client.call("POST", paths[resource.kind] ?? "", secretless(body));
    if (status >= 300) refused.push(`${resource.name}: ${status} ${JSON.stringify(value)}`);
    const { vendor, kind, name: vendorId, parent } = resource;
    made.set(vendorId, { vendor, kind, vendorId, parent, body, identity: null, properties: propertiesOf(answer) });
  }
  expect(refused).toEqual([]);
  const composite = [...made.values()].find(({ body }) => body.type === "composite");
  expect(composite?.body.query).toMatch(/^\d+ && !\d+$/);
});

/** A secret as a value: the engine reads it from the environment of the run. */
const secretless = (body: JsonObject): unknown => JSON.parse(JSON.stringify(body).replaceAll("secret:", "value-of-"));
