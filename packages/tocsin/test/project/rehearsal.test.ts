import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { parseStack } from "../../src/model/parse-stack.ts";
import { rehearsed } from "../../src/project/rehearsal.ts";

const project = path.join(import.meta.dirname, "../projects/foundry");
const file = z.object({ config: z.record(z.string(), z.json()) });
type Json = z.infer<ReturnType<typeof z.json>>;

/** What nobody writes a placeholder for: a word out of a list, or a number. */
const chosen = new Set(["kind", "logEnvironment", "redirected"]);

/** Every text of a stack file as nobody has filled it in yet. */
function open(value: Json, key = ""): Json {
  if (typeof value === "string") return chosen.has(key) ? value : "<to fill in>";
  if (Array.isArray(value)) return value.map((one) => open(one, key));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, open(inner, name)]));
}

it("fills in every setting that a stack file leaves open, in a form that can be used", () => {
  const { config } = file.parse(parse(readFileSync(path.join(project, "Pulumi.staging.yaml"), "utf8")));
  const left = Object.fromEntries(Object.entries(config).map(([key, value]) => [key, open(value, key)]));
  const stack = parseStack("staging", rehearsed(left), "Pulumi.staging.yaml");
  expect(stack.hosts).toEqual({ api: "https://api.example", site: "https://site.example" });
  expect(stack.scopes.cluster).toEqual(["cluster:rehearsal"]);
  expect(stack.channels.alerts).toBe("#alerts");
  expect(stack.destinations["on-call"]).toMatchObject({ service: "rehearsal", sentry: { integration: "56" } });
});
