import { describe, expect, it } from "vitest";
import { linksOf, onLoopback } from "../../src/app/lint/links.ts";
import { changedMonitors, needsHandles, rottenMonitors } from "../../src/app/lint/online-datadog.ts";
import { compile } from "../../src/vendors/compile.ts";
import { listedMonitor } from "../../src/vendors/datadog/client.ts";
import { downtimesAnswer } from "../../src/vendors/datadog/downtime.ts";
import { definition, everybody, stack } from "../support/definitions.ts";

const definitions = [definition()];
const compiled = { config: stack, definitions, resources: compile(definitions, [everybody], stack) };
const [monitor] = compiled.resources.filter(({ kind }) => kind === "monitor");
if (monitor === undefined) throw new Error("there is no monitor");

const now = new Date("2026-11-25T00:00:00Z");
const listed = (overrides: Record<string, unknown> = {}) =>
  listedMonitor.parse({ ...monitor.body, id: 1, ...overrides });
const downtimes = (start: string) =>
  downtimesAnswer.parse({
    data: [{ id: "d", attributes: { monitor_identifier: { monitor_id: 1 }, schedule: { start } } }],
  }).data;
const rotten = (...args: Parameters<typeof listed>) => rottenMonitors(compiled, [listed(...args)], [], now);

describe("what has rotted", () => {
  it("counts days of a mute and of an alert", () => {
    expect(rottenMonitors(compiled, [listed()], downtimes("2026-09-01T00:00:00Z"), now)).toMatchObject([
      { definition: "shop/errors", mutedDays: 85, alertingDays: null },
    ]);
    const alerting = { overall_state: "Alert", overall_state_modified: "2026-11-05T00:00:00Z" };
    expect(rotten(alerting)).toMatchObject([{ mutedDays: null, alertingDays: 20 }]);
    expect(rotten({ ...alerting, overall_state: "OK" })).toMatchObject([{ alertingDays: null }]);
  });

  it("looks at what a hand made in the stack's scope, and at no other stack's", () => {
    const byHand = { name: "by hand", message: "", tags: ["env:staging"] };
    expect(rotten(byHand)).toMatchObject([{ name: "by hand", definition: null }]);
    expect(rotten({ ...byHand, tags: ["env:prod"] })).toEqual([]);
    const tags = ["env:prod", "managed-by:tocsin", "tocsin-id:shop/errors"];
    expect(rotten({ tags })).toEqual([]);
  });

  it("finds the parts of a composite that are not there", () => {
    const composite = listed({ id: 2, type: "composite", query: "1 && !3", name: "both", tags: ["env:staging"] });
    const found = rottenMonitors(compiled, [listed(), composite], [], now);
    expect(found.map(({ missingParts }) => missingParts)).toEqual([[], ["3"]]);
  });
});

describe("which monitors are changed", () => {
  it("is told from what is live", () => {
    expect(changedMonitors(compiled, [], null)).toEqual([monitor]);
    expect(changedMonitors(compiled, [listed()], null)).toEqual([]);
    expect(changedMonitors(compiled, [listed({ query: "other" })], null)).toEqual([monitor]);
  });

  it("is told from a base where one is given", () => {
    const base = (body: typeof monitor.body) => new Map([[monitor.name, body]]);
    expect(changedMonitors(compiled, [], base(monitor.body))).toEqual([]);
    expect(changedMonitors(compiled, [], base({ ...monitor.body, tags: ["a"] }))).toEqual([]);
    expect(changedMonitors(compiled, [], base({ ...monitor.body, query: "other" }))).toEqual([monitor]);
    expect(changedMonitors(compiled, [], new Map())).toEqual([monitor]);
  });
});

it("asks for handles only where one could be unknown", () => {
  expect(needsHandles(compiled)).toBe(false);
  const pager = compile(definitions, [{ ...everybody, pager: ["webhook-pager"] }], { ...stack, allowDrills: false });
  expect(needsHandles({ ...compiled, resources: pager })).toBe(true);
});

it("takes links out of messages, each once, without what closes the sentence", () => {
  const linking = (message: string) => [{ ...monitor, body: { ...monitor.body, message } }];
  expect(linksOf(linking("See https://a.example/x.md. (or https://a.example/y) and https://a.example/x.md"))).toEqual([
    "https://a.example/x.md",
    "https://a.example/y",
  ]);
  const left =
    "[Logs](https://app.datadoghq.com/logs?from_ts={{x}}) https://vercel.com/a https://acme.sentry.io/issues/ https://b.example/{{y}}";
  expect(linksOf(linking(left))).toEqual([]);
  expect(["http://127.0.0.1:1/x", "http://localhost/x", "https://127.example/x"].map(onLoopback)).toEqual([
    true,
    true,
    false,
  ]);
});
