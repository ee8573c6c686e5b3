/** Fields that a vendor begins to answer are told once, about the vendor. */
import { describe, expect, it } from "vitest";
import type { JsonObject, ResourceKind } from "../../src/model/resource.ts";
import { compare } from "../../src/verify/compare.ts";
import * as examples from "./examples/index.ts";

/** Everything live, one kind's answer changed. */
const liveWith = (kind: ResourceKind, changes: JsonObject) =>
  examples.allKinds.flatMap((each) => examples.live[each](each === kind ? changes : {}));

const found = (kind: ResourceKind, changes: JsonObject) =>
  compare(examples.all, liveWith(kind, changes), "staging").map((finding) => [
    finding.class,
    finding.kind,
    finding.path,
    finding.expected,
    finding.actual,
  ]);

describe("what a vendor has begun to answer", () => {
  it.each(["monitor", "synthetics-test", "slo", "dashboard", "detector", "workflow"] as const)(
    "is one finding about the vendor, in every %s",
    (kind) => {
      const named = examples.all.filter((resource) => resource.kind === kind);
      const live = liveWith(kind, { new_field: "x" });
      const findings = compare(examples.all, live, "staging");
      expect(findings).toMatchObject([
        { class: "new-field", kind, definition: null, vendorId: null, path: "new_field", expected: null, actual: "x" },
      ]);
      expect(findings[0]?.message).toContain(`for ${named.length} `);
    },
  );

  it("hides nothing that a hand has changed beside it", () => {
    expect(found("monitor", { new_field: "x", priority: 1 })).toEqual([
      ["changed", "monitor", "priority", 3, 1],
      ["new-field", "monitor", "new_field", null, "x"],
    ]);
  });

  it("is told of parts as well, once", () => {
    const triggers = { id: "1", organizationId: "1", logicType: "any-short", conditions: [], actions: [], fresh: true };
    expect(found("workflow", { triggers }).filter(([named]) => named === "new-field")).toEqual([
      ["new-field", "workflow", "triggers.fresh", null, true],
    ]);
  });
});
