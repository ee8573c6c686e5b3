import { describe, expect, it } from "vitest";
import type { Json, JsonObject, ResourceKind } from "../../src/model/resource.ts";
import { compare } from "../../src/verify/compare.ts";
import * as examples from "./examples/index.ts";

const kinds = examples.allKinds;

/** Everything live, one kind's answer changed. */
const liveWith = (kind?: ResourceKind, changes?: JsonObject) =>
  kinds.flatMap((each) => examples.live[each](each === kind ? changes : {}));

const found = (kind: ResourceKind, changes: JsonObject) =>
  compare(examples.all, liveWith(kind, changes), "staging").map((finding) => [
    finding.class,
    finding.kind,
    finding.path,
    finding.expected,
    finding.actual,
  ]);

it("finds nothing when everything is live with all that the vendors add and rewrite", () => {
  expect(compare(examples.all, liveWith(), "staging")).toEqual([]);
});

describe("missing", () => {
  it.each(kinds)("%s", (kind) => {
    const live = liveWith().filter((object) => object.kind !== kind);
    const findings = compare(examples.all, live, "staging");
    expect(findings.map((finding) => [finding.class, finding.kind])).toEqual([["missing", kind]]);
    expect(findings[0]?.definition).toBe(examples.resources[kind].definition);
    expect(findings[0]?.message).toContain("not live");
  });

  it("names the same definition in another environment, which is not taken for this one", () => {
    const tags = ["env:prod", "managed-by:tocsin", "tocsin-id:db/cpu"];
    const live = liveWith("monitor", { tags, name: "[prod] Database CPU is high" });
    const [finding, ...others] = compare([examples.monitor], live, "staging");
    expect(others).toEqual([]);
    expect(finding?.class).toBe("missing");
    expect(finding?.message).toContain("1003 in prod");
  });

  it("takes an object for its own whose name says so, and only the mark of the environment not", () => {
    const tags = ["env:prod", "managed-by:tocsin", "tocsin-id:db/cpu"];
    const findings = compare([examples.monitor], liveWith("monitor", { tags }), "staging");
    expect(findings).toMatchObject([{ class: "changed", path: "tags", vendorId: "1003" }]);
  });

  it("does not take the monitor that a synthetic test brings for one of ours", () => {
    expect(examples.live.monitor({ type: "synthetics alert" })).toEqual([]);
  });
});

const { monitorAnswer, testAnswer, detectorAnswer, workflowAnswer } = examples;
const cases: [ResourceKind, JsonObject, string, Json, Json][] = [
  [
    "monitor",
    { message: "edited\ntocsin:db/cpu" },
    "message",
    String(examples.monitor.body.message),
    "edited\ntocsin:db/cpu",
  ],
  ["monitor", { priority: null }, "priority", 3, null],
  [
    "monitor",
    { options: { ...monitorAnswer.options, thresholds: { critical: 90, critical_recovery: 75 } } },
    "options.thresholds.critical",
    80,
    90,
  ],
  ["monitor", { options: { ...monitorAnswer.options, renotify_interval: 10 } }, "options.renotify_interval", null, 10],
  [
    "monitor",
    { options: { ...monitorAnswer.options, on_missing_data: null } },
    "options.on_missing_data",
    "resolve",
    "default",
  ],
  ["monitor", { restricted_roles: ["r1"] }, "restricted_roles", [], ["r1"]],
  [
    "monitor",
    { tags: ["env:staging", "tocsin-id:db/cpu"] },
    "tags",
    ["env:staging", "managed-by:tocsin", "tocsin-id:db/cpu"],
    ["env:staging", "tocsin-id:db/cpu"],
  ],
  [
    "synthetics-test",
    { locations: ["aws:eu-central-1"] },
    "locations",
    ["aws:eu-central-1", "aws:us-east-1"],
    ["aws:eu-central-1"],
  ],
  [
    "synthetics-test",
    { config: { ...testAnswer.config, configVariables: [{ name: "ADMIN_TOKEN", type: "global", id: "var-9" }] } },
    "config.configVariables.0.id",
    "var-1002",
    "(not shown: it may be a secret)",
  ],
  ["global-variable", { value: { secure: false, value: "x" } }, "value.secure", true, false],
  [
    "slack-channel",
    { display: { message: true, mute_buttons: true, notified: false, snapshot: true, tags: true } },
    "display.notified",
    true,
    false,
  ],
  ["logs-pipeline", { filter: { query: "source:other" } }, "filter.query", "source:vercel", "source:other"],
  ["detector", { owner: { type: "team", id: "4" } }, "owner", "team:3", "team:4"],
  ["detector", { name: "Renamed by hand" }, "name", "High error rate tocsin:web-api/errors", "Renamed by hand"],
  [
    "detector",
    {
      conditionGroup: {
        ...detectorAnswer.conditionGroup,
        conditions: [
          { id: "1", type: "lte", comparison: 50, conditionResult: 0 },
          { id: "0", type: "gt", comparison: 500, conditionResult: 75 },
        ],
      },
    },
    "conditionGroup.conditions.0.comparison",
    50,
    500,
  ],
  ["workflow", { config: { frequency: 1440 } }, "config.frequency", 5, 1440],
  ["workflow", { environment: null }, "environment", "staging", null],
  ["workflow", { detectorIds: [] }, "detectorIds", ["102"], []],
  [
    "workflow",
    { actionFilters: workflowAnswer.actionFilters.map((filter) => ({ ...filter, actions: filter.actions.slice(1) })) },
    "actionFilters.0.actions.1",
    { ...slackAction(), config: { targetType: "specific", targetIdentifier: "", targetDisplay: "alerts-staging" } },
    null,
  ],
  ["environment-variable", { type: "plain" }, "type", "sensitive", "plain"],
  ["environment-variable", { target: ["production", "preview"] }, "target", ["production"], ["production", "preview"]],
  [
    "webhook-endpoint",
    { enabled_events: ["invoice.paid"] },
    "enabled_events",
    ["invoice.paid", "invoice.payment_failed"],
    ["invoice.paid"],
  ],
  ["webhook-endpoint", { api_version: null }, "api_version", "2026-10-28.endive", null],
  [
    "event-destination",
    { enabled_events: ["v1.invoice.paid"] },
    "enabled_events",
    ["v1.invoice.paid", "v2.core.account.updated"],
    ["v1.invoice.paid"],
  ],
  ["event-destination", { event_payload: "snapshot" }, "event_payload", "thin", "snapshot"],
];

function slackAction(): JsonObject {
  return { type: "slack", integrationId: "55", data: { notes: "tocsin:web-api/errors" }, status: "active" };
}

describe("changed", () => {
  it.each(cases)("%s %#: one finding for one edit by hand", (kind, changes, path, expected, actual) => {
    expect(found(kind, changes)).toEqual([["changed", kind, path, expected, actual]]);
  });

  it("counts a field that no definition names", () => {
    const options = { ...monitorAnswer.options, timeout_h: 4 };
    expect(found("monitor", { options })).toEqual([["changed", "monitor", "options.timeout_h", null, 4]]);
  });

  it("reports each differing place by itself", () => {
    const paths = found("monitor", { message: "m\ntocsin:db/cpu", query: "other" }).map(([, , path]) => path);
    expect(paths.sort()).toEqual(["message", "query"]);
  });

  it("never shows what a hand typed into a header", () => {
    const request = { ...testAnswer.config.request, headers: { Authorization: "Bearer s3cr3t-typed-by-hand" } };
    const findings = compare(
      examples.all,
      liveWith("synthetics-test", { config: { ...testAnswer.config, request } }),
      "staging",
    );
    expect(findings.map(({ path }) => path)).toEqual(["config.request.headers.Authorization"]);
    expect(JSON.stringify(findings)).not.toContain("s3cr3t");
  });

  it("does not compare what cannot be read back", () => {
    expect(found("environment-variable", { value: "cipher" })).toEqual([]);
    expect(found("global-variable", { value: { secure: true, value: "other" } })).toEqual([]);
  });

  it("recognises a monitor that lost its id tag by the last line of its message", () => {
    const stripped = { tags: ["env:staging", "managed-by:tocsin"] };
    expect(found("monitor", stripped).map(([named, , path]) => [named, path])).toEqual([["changed", "tags"]]);
  });

  it("recognises an object that lost all marks by its name or address", () => {
    expect(found("webhook-endpoint", { metadata: {} }).map(([named, , path]) => [named, path])).toEqual([
      ["changed", "metadata.managed_by"],
      ["changed", "metadata.tocsin_id"],
      ["changed", "metadata.tocsin_env"],
    ]);
    expect(found("logs-pipeline", { tags: [] }).map(([named, , path]) => [named, path])).toEqual([["changed", "tags"]]);
  });

  it("recognises an object that lost its environment", () => {
    const stripped = { tags: ["managed-by:tocsin", "tocsin-id:db/cpu"] };
    expect(found("monitor", stripped).map(([named, , path]) => [named, path])).toEqual([["changed", "tags"]]);
  });
});

describe("disabled and muted", () => {
  it.each<[ResourceKind, JsonObject, string]>([
    ["synthetics-test", { status: "paused" }, "status"],
    ["logs-pipeline", { is_enabled: false }, "is_enabled"],
    ["detector", { enabled: false }, "enabled"],
    ["workflow", { enabled: false }, "enabled"],
    ["project-crons", { crons: { enabledAt: 1, disabledAt: 2, definitions: [] } }, "enabled"],
    ["webhook-endpoint", { status: "disabled" }, "status"],
    ["event-destination", { status: "disabled", status_details: { disabled: { reason: "user" } } }, "status"],
  ])("%s is disabled, not changed", (kind, changes, path) => {
    expect(found(kind, changes).map(([named, of, at]) => [named, of, at])).toEqual([["disabled", kind, path]]);
  });

  it("calls a silenced scope and a draft muted", () => {
    const silenced = { options: { ...monitorAnswer.options, silenced: { "*": null } } };
    expect(found("monitor", silenced)).toEqual([["muted", "monitor", "options.silenced.*", null, "without an end"]]);
    expect(found("monitor", { draft_status: "draft" }).map(([named]) => named)).toEqual(["muted"]);
  });
});

describe("references", () => {
  it("says nothing about a value that the missing object would have given", () => {
    const live = liveWith("workflow", { detectorIds: [] }).filter(({ kind }) => kind !== "detector");
    expect(compare(examples.all, live, "staging").map((finding) => [finding.class, finding.kind])).toEqual([
      ["missing", "detector"],
    ]);
  });

  it("notices a workflow that listens to another detector", () => {
    expect(found("workflow", { detectorIds: ["999"] })).toEqual([
      ["changed", "workflow", "detectorIds", ["102"], ["999"]],
    ]);
  });
});

/** Copies are younger: their numbers are higher, and what has no number comes later in its list. */
const otherIds: Record<string, JsonObject> = {
  monitor: { id: 2000 },
  "synthetics-test": { public_id: "zzz-zzz-zzz" },
  detector: { id: "2000" },
  workflow: { id: "2000" },
  "webhook-endpoint": { id: "we_2" },
  "logs-pipeline": { id: "pipe2000" },
};

describe("duplicate", () => {
  it.each(["monitor", "synthetics-test", "detector", "workflow", "webhook-endpoint", "logs-pipeline"] as const)(
    "%s",
    (kind) => {
      const copies = examples.live[kind](otherIds[kind]);
      const findings = compare(examples.all, [...liveWith(), ...copies], "staging");
      expect(findings.map((finding) => [finding.class, finding.kind, finding.vendorId])).toEqual([
        ["duplicate", kind, copies[0]?.vendorId],
      ]);
    },
  );

  it("takes the object with the right name for ours, not the older copy", () => {
    const copy = examples.live.monitor({ id: 1, name: "[staging] CPU high (db) (copy)" });
    const findings = compare(examples.all, [...copy, ...liveWith()], "staging");
    expect(findings.map((finding) => [finding.class, finding.vendorId])).toEqual([["duplicate", "1"]]);
  });

  it("does not confuse an environment variable with its namesake of another target", () => {
    const preview = examples.live["environment-variable"]({ id: "env_0", target: ["preview"] });
    expect(compare(examples.all, [...preview, ...liveWith()], "staging")).toEqual([]);
    const [finding] = compare([examples.environmentVariable], preview, "staging");
    expect(finding?.class).toBe("missing");
  });
});

it("tells two parts of one definition apart by their names", () => {
  const second = { ...examples.monitor, name: "db/cpu/second", body: { ...examples.monitor.body, name: "Second" } };
  const live = [...examples.live.monitor({ id: 7, name: "Second" }), ...examples.live.monitor()];
  expect(compare([examples.monitor, second], live, "staging")).toEqual([]);
});
