import { expect, it } from "vitest";
import { TextMemory } from "../../../src/vendors/memory.ts";
import { ownWorld } from "./by-hand.ts";

const world = ownWorld();

it("reads only dashboards that were changed since they were last read", async () => {
  const first = new TextMemory();
  const all = world().resources.filter(({ kind }) => kind === "dashboard").length;
  expect((await world().verify({}, [], first)).singleCalls.datadog).toBe(all);

  const second = new TextMemory(first.text() ?? "");
  const again = await world().verify({}, [], second);
  expect([again.singleCalls.datadog, again.findings, second.text()]).toEqual([0, [], null]);

  const { id, answer } = world().of("dashboards/tips", "dashboard");
  await world().call("datadog", "PUT", `/api/v1/dashboard/${id}`, {
    ...answer,
    reflow_type: "fixed",
    notify_list: ["a@example.com"],
  });
  const third = new TextMemory(first.text() ?? "");
  const changed = await world().verify({}, [], third);
  expect(changed.singleCalls.datadog).toBe(1);
  expect(changed.findings).toMatchObject([{ class: "changed", vendorId: id, path: "notify_list" }]);
});

it("takes a memory that is damaged for none", async () => {
  for (const text of ["", "{", "[]", '{"abc":{"modifiedAt":1}}']) {
    const report = await world().verify({}, [], new TextMemory(text));
    expect(report.singleCalls.datadog).toBeGreaterThan(1);
  }
});
