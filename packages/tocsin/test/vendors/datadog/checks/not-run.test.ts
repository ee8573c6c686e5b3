import { expect, it } from "vitest";
import { compile } from "../../../../src/vendors/compile.ts";
import { testRunsCheck } from "../../../../src/vendors/datadog/checks/signals.ts";
import { DatadogClient } from "../../../../src/vendors/datadog/client.ts";
import type { LiveObject } from "../../../../src/vendors/live.ts";
import { definition, everybody, stack } from "../../../support/definitions.ts";

/** Nobody answers here: a test that is asked for fails. */
const client = new DatadogClient({ url: "http://127.0.0.1:9", apiKey: "k", appKey: "a" }, { tries: 1 });
const check = definition({
  id: "shop/orders-health",
  signal: { kind: "grpc-check", host: "orders.example.com", every: 60 },
  condition: { kind: "consecutive-failures", failures: 2 },
});
const resources = compile([check], [everybody], stack);
const [test] = resources.filter(({ kind }) => kind === "synthetics-test");
if (test === undefined) throw new Error("no test");
const live: LiveObject = {
  vendor: "datadog",
  kind: "synthetics-test",
  vendorId: "abc-def-ghi",
  identity: { definition: check.id, environment: stack.name },
  parent: {},
  properties: {},
  body: { ...test.body, monitor_id: 12 },
};

it("does not call a test stale that emulated vendors only store, and says so", async () => {
  const reason = "this emulator does not run tests of the kind grpc";
  const facts = {
    config: stack,
    definitions: [check],
    sqlProbes: [],
    notEvaluated: async () => new Map([["datadog 12", reason]]),
  };
  const judge = await testRunsCheck(client, facts, [test]).look(Promise.resolve([live]));
  const known = {
    ...facts,
    resources,
    pairs: new Map([[test, live]]),
    acting: [],
    live: [live],
    claimed: new Set<LiveObject>(),
    timeOf: () => new Date(),
  };
  expect(judge(known)).toMatchObject({
    findings: [],
    pending: [],
    notChecked: [`Whether the synthetic test of shop/orders-health runs: ${reason}.`],
  });
});

it("asks for the runs of every test at a real vendor", async () => {
  const facts = { config: stack, definitions: [check], sqlProbes: [] };
  await expect(testRunsCheck(client, facts, [test]).look(Promise.resolve([live]))).rejects.toThrow("could not be read");
});
