import pulumi from "@pulumi/pulumi";
import { expect, it } from "vitest";
import type { StackConfig } from "../../src/model/stack.ts";
import { refuseMoved } from "../../src/program/shard.ts";
import { stack } from "../support/definitions.ts";
import { resource } from "./mocked.ts";

const monitor = (name: string) => resource({ vendor: "datadog", kind: "monitor", name, body: {} });
const [shop, till] = [monitor("shop/errors/monitor"), monitor("till/errors/monitor")];
const config: StackConfig = { ...stack, shard: { name: "staging-shop", of: "staging", services: ["shop"] } };
const whole = { ...project(stack), resources: [shop, till] };

function project(settings: StackConfig) {
  return {
    stack: settings,
    definitions: [],
    written: [],
    routes: [],
    sqlProbes: [],
    objectives: [],
    resources: [shop],
    imported: new Map(),
    neutral: () => [],
    raws: [],
  };
}

function leaving(tocsin: Record<string, unknown>): void {
  const outputs = { tocsin };
  const call = () => ({ name: "", outputs, secretOutputNames: [] });
  pulumi.runtime.setMocks(
    { newResource: () => ({ id: "", state: {} }), call },
    "tocsin",
    "staging-shop",
    false,
    "organization",
  );
}

it("lets a shard run that holds what is its own, or nothing yet", async () => {
  leaving({ definitions: { "shop/errors": [{ name: shop.name }] }, shared: [] });
  await expect(refuseMoved({ ...project(config), whole })).resolves.toBeUndefined();
  leaving({});
  await expect(refuseMoved({ ...project(config), whole })).resolves.toBeUndefined();
});

it("refuses to delete what has moved into another shard, by name", async () => {
  leaving({ definitions: { "till/errors": [{ name: till.name }] }, shared: [] });
  await expect(refuseMoved({ ...project(config), whole })).rejects.toThrow(/another shard now: till\/errors\/monitor/);
});

it("lets what no shard has any more be deleted, and a stack without shards run", async () => {
  leaving({ definitions: { "gone/errors": [{ name: "gone/errors/monitor" }] }, shared: [] });
  await expect(refuseMoved({ ...project(config), whole })).resolves.toBeUndefined();
  leaving({ definitions: { "till/errors": [{ name: till.name }] }, shared: [] });
  await expect(refuseMoved(project(stack))).resolves.toBeUndefined();
});
