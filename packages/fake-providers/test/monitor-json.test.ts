import fc from "fast-check";
import { afterEach, describe, expect, it, vi } from "vitest";
import { canonicalMonitor, monitorJson, monitorQuery } from "../src/datadog/monitor-json.ts";
import { checked, nothingUnknown, object, recordedCall, refusals, toValue, vendorAnswering } from "./vendor.ts";

afterEach(() => vi.unstubAllGlobals());

const created = recordedCall("datadog-plugin", "POST", "/api/v1/monitor", "High CPU");
const text = JSON.stringify(created.request);
const live = object(created.response);

function handler(...answers: Parameters<typeof vendorAnswering>) {
  const vendor = vendorAnswering(...answers);
  return { ...vendor, monitor: monitorJson(() => vendor.rest) };
}

describe("a monitor as JSON", () => {
  it("is sent as given, and is the same as what Datadog answers", async () => {
    const { monitor, sent } = handler({ body: live });
    const inputs = checked(monitor, { monitor: text });
    const { id, outputs } = await monitor.create(inputs);
    expect(id).toBe("1003");
    expect(sent).toEqual([{ method: "POST", path: "/api/v1/monitor", body: created.request }]);
    expect(await monitor.diff(id, { inputs, outputs }, inputs, nothingUnknown)).toMatchObject({ detailed: {} });
  });

  it("is no difference when a refresh finds it as it was written, whatever the order and spacing of the text", async () => {
    const { monitor } = handler({ body: live });
    const spaced = { monitor: JSON.stringify(created.request, null, 2) };
    const outputs = { monitor: canonicalMonitor(text) };
    const read = await monitor.read("1003", { inputs: spaced, outputs });
    expect(read).toEqual({ id: "1003", inputs: spaced, outputs });
  });

  it("shows a change made by hand, and a mute only where it is not computed", async () => {
    const muted = { ...live, options: { ...object(live.options), silenced: { "*": 1 } } };
    const inputs = { monitor: text };
    const outputs = { monitor: canonicalMonitor(text) };
    const afterMute = await handler({ body: muted }).monitor.read("1003", { inputs, outputs });
    expect(afterMute?.outputs).toEqual(outputs);
    const { monitor } = handler({ body: { ...live, message: "by hand" } });
    const changed = await monitor.read("1003", { inputs, outputs });
    expect(changed?.inputs.monitor).toContain("by hand");
    const stored = { inputs: changed?.inputs ?? {}, outputs: changed?.outputs ?? {} };
    expect(await monitor.diff("1003", stored, inputs, nothingUnknown)).toMatchObject({
      detailed: { monitor: "update" },
    });
  });

  it("shows what Datadog adds and the text does not state, as the official plugin does: also inside assets", () => {
    const asset = { category: "runbook", name: "Runbook", url: "https://example.com" };
    const echoed = { ...asset, template_variables: {}, options: {}, resource_key: null, resource_type: null };
    const withAsset = (one: object) => canonicalMonitor(JSON.stringify({ assets: [one] }));
    expect(withAsset(echoed)).not.toBe(withAsset(asset));
    expect(canonicalMonitor('{"options":{"new_host_delay":300}}')).not.toBe(canonicalMonitor('{"options":{}}'));
  });

  it("is replaced when its type changes, and only then", async () => {
    const { monitor } = handler({ body: live });
    const stored = { inputs: { monitor: text }, outputs: { monitor: canonicalMonitor(text) } };
    const other = (changes: object) => ({ monitor: JSON.stringify({ ...object(created.request), ...changes }) });
    const kind = async (news: { monitor: string }) => monitor.diff("1003", stored, news, nothingUnknown);
    expect(await kind(other({ type: "log alert" }))).toMatchObject({ detailed: { monitor: "update-replace" } });
    expect(await kind(other({ message: "x" }))).toMatchObject({
      detailed: { monitor: "update" },
    });
    const unknown = new Set(["monitor"]);
    expect(await monitor.diff("1003", stored, {}, unknown)).toMatchObject({ detailed: { monitor: "update" } });
  });

  it("is gone when Datadog says 404, and an error when Datadog says anything else", async () => {
    expect(await handler({ status: 404 }).monitor.read("1", undefined)).toBeNull();
    await expect(
      handler({ status: 403, body: { errors: ["Forbidden"] } }).monitor.read("1", undefined),
    ).rejects.toThrow("403");
    await expect(handler({ body: { name: "no id" } }).monitor.read("1", undefined)).rejects.toThrow("id:");
  });

  it("is read with what the program states", () => {
    expect(monitorQuery(text)).toBe("?with_assets=true&with_restricted_roles=false");
    expect(monitorQuery("{}")).toBe("?with_restricted_roles=false");
    expect(monitorQuery('{"restricted_roles":["r"]}')).toBe("");
  });

  it("is refused when the text is no JSON object, or an argument is unknown", () => {
    const { monitor } = handler({});
    expect(refusals(monitor, { monitor: "{" })).toEqual({ monitor: "must be the text of one JSON object" });
    expect(refusals(monitor, { monitor: "[]" })).toHaveProperty("monitor");
    expect(refusals(monitor, {})).toHaveProperty("monitor");
    expect(refusals(monitor, { monitor: "{}", mute: true }).mute).toContain("does not know this argument");
    expect(monitor.check({}, undefined, new Set(["monitor"])).failures).toEqual([]);
  });

  it("compares equal whatever the order of its keys", () => {
    const shuffled = (value: unknown, seed: number): unknown => {
      if (Array.isArray(value)) return value.map((one) => shuffled(one, seed));
      if (typeof value !== "object" || value === null) return value;
      const entries = Object.entries(value).map(([key, one]) => [key, shuffled(one, seed)] as const);
      return Object.fromEntries([
        ...entries.slice(seed % (entries.length || 1)),
        ...entries.slice(0, seed % (entries.length || 1)),
      ]);
    };
    fc.assert(
      fc.property(fc.nat(40), (seed) => {
        expect(canonicalMonitor(JSON.stringify(toValue(shuffled(created.request, seed))))).toBe(canonicalMonitor(text));
      }),
    );
  });
});
