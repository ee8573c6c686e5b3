import { createColors } from "picocolors";
import { describe, expect, it } from "vitest";
import { signEvidence } from "../../src/gate/evidence.ts";
import { type GateInput, gateReport, isGated } from "../../src/gate/gate.ts";
import { generateKeys, KeyUnusable, readPrivateKey } from "../../src/gate/keys.ts";
import { renderGate } from "../../src/gate/render.ts";
import type { Definition } from "../../src/model/definition.ts";
import { definition, everybody, stack, threshold } from "../support/definitions.ts";
import { evidence, judge, now, prod, receipt } from "./world.ts";

const page = definition();
const ticket = definition({ id: "shop/slow", severity: "ticket" });
const info = definition({ id: "shop/odd", severity: "info" });
const all = [page, ticket, info];
const text = (definitions: readonly Definition[], over: Partial<GateInput>) =>
  renderGate(judge(definitions, over).report, createColors(false));

describe("the gate", () => {
  it("is closed for everything that staging has not proven, and says how far each must have been proven", () => {
    const { report } = judge(all);
    expect(report.open).toBe(false);
    expect(report.definitions.map(({ definition: id, needs, state, isNew }) => [id, needs, state, isNew])).toEqual([
      ["shop/errors", "recovered", "unproven", true],
      ["shop/odd", "fired", "unproven", true],
      ["shop/slow", "delivered", "unproven", true],
    ]);
    expect(gateReport.parse(report).reasons).toEqual([
      expect.stringContaining("There is no evidence of stack staging"),
    ]);
  });

  it("opens for what was proven as far as its severity needs", () => {
    const receipts = [receipt(page.id), receipt(ticket.id, "delivered"), receipt(info.id, "fired")];
    const { report } = judge(all, { evidence: evidence(all, { receipts }) });
    expect([report.open, report.reasons]).toEqual([true, []]);
    expect(report.definitions.map(({ state }) => state)).toEqual(["proven", "proven", "proven"]);
  });

  it.each([
    [page, "delivered"],
    [ticket, "fired"],
    [info, "routed"],
  ] as const)("stays closed one level below", (one, level) => {
    const { report } = judge([one], { evidence: evidence([one], { receipts: [receipt(one.id, level)] }) });
    expect([report.open, report.definitions[0]?.reached]).toEqual([false, level]);
  });

  it("asks of a kind no more than it can reach, and shows why that is less", () => {
    const receipts = [receipt(page.id, "accepted", "accepted")];
    expect(judge([page], { evidence: evidence([page], { receipts }) }).report.open).toBe(true);
    expect(text([page], { evidence: evidence([page], { receipts }) })).toContain("accepted: there is nothing to fire");
    const less = [receipt(page.id, "exists", "accepted")];
    expect(judge([page], { evidence: evidence([page], { receipts: less }) }).report.open).toBe(false);
  });

  it("tells staging's other version, what staging does not have, and what was not drilled, apart", () => {
    const changed = definition({ condition: threshold({ critical: 51 }) });
    const reason = (given: unknown, definitions = [page]) =>
      judge(definitions, { evidence: given }).report.definitions.find(({ state }) => state === "unproven")?.reason;
    expect(reason(evidence([changed]))).toBe("Stack staging had another version of it.");
    expect(reason(evidence([ticket]))).toBe("Stack staging did not have it.");
    expect(reason(evidence([page, ticket], { receipts: [receipt(ticket.id)] }))).toBe("It was not drilled.");
  });

  it("is closed when staging had drift before or after the drill, or that could not be told", () => {
    const clean = { checkedAt: now.toISOString(), complete: true, findings: [] };
    const nothing = { vendor: "datadog", vendorId: "7", path: null, message: "m" };
    const drifting = { ...clean, findings: [{ ...nothing, class: "muted" as const, definition: "shop/errors" }] };
    const reasons = (before: typeof drifting, after: typeof drifting) =>
      judge([page], { evidence: evidence([page], { drift: { before, after } }) }).report.reasons;
    const blind = { ...drifting, complete: false, findings: [] };
    expect(reasons(drifting, { ...drifting, findings: [] })).toEqual([
      "Stack staging had drift right before it was drilled: muted shop/errors.",
    ]);
    expect(reasons({ ...drifting, findings: [] }, blind)).toEqual([
      "Whether stack staging had drift right after it was drilled is not known.",
    ]);
  });

  it("is not closed by what a vendor has begun to answer", () => {
    const novelty = {
      class: "new-field" as const,
      vendor: "datadog",
      vendorId: null,
      definition: null,
      path: "x",
      message: "m",
    };
    const state = { checkedAt: now.toISOString(), complete: true, findings: [novelty] };
    expect(
      judge([page], { evidence: evidence([page], { drift: { before: state, after: state } }) }).report.reasons,
    ).toEqual([]);
  });

  it.each<[string, unknown, RegExp]>([
    ["no JSON", null, /not JSON/],
    ["changed", { ...evidence(all), commit: "abc" }, /not what was signed/],
    ["of another stack", evidence(all, { stack: "local" }), /about stack local, not staging/],
    ["of another project", evidence(all, { project: "bakery" }), /about project bakery, not tocsin/],
    [
      "too old",
      evidence(all, { createdAt: "2026-11-01T00:00:00.000Z" }),
      /It is of 2026-11-01 00:00 UTC, and may be 7 d old/,
    ],
    ["signed by somebody else", foreign(), /another key/],
  ])("refuses evidence that is %s, with the reason", (_, given, reason) => {
    const { report } = judge(all, { evidence: given });
    expect([report.open, report.evidence]).toEqual([false, null]);
    expect(report.reasons.join(" ")).toMatch(reason);
  });

  it("is closed without settings, for a stack that may not fire", () => {
    const { gate: _, ...bare } = prod;
    expect([isGated(bare), isGated(prod), isGated(stack)]).toEqual([true, true, false]);
    expect(judge(all, { stack: bare, evidence: evidence(all) }).report.reasons[0]).toContain(
      "Pulumi.prod.yaml has no tocsin:gate",
    );
  });

  it("cannot judge with a pinned key that is none", () => {
    const gate = { ...prod.gate, publicKey: "abc" };
    expect(() => judge(all, { stack: { ...prod, gate }, evidence: evidence(all) })).toThrow(KeyUnusable);
  });

  it("lists what the stack sets differently: that was proven nowhere, and keeps nothing closed", () => {
    const overrides = { "shop/errors": { critical: 70, reason: "more traffic" } };
    const { report } = judge([page], { stack: { ...prod, overrides }, evidence: evidence([page]) });
    expect([report.open, report.overrides]).toEqual([
      true,
      [{ definition: "shop/errors", values: { critical: 70 }, reason: "more traffic" }],
    ]);
  });

  it("shows text of people and files without what steers a terminal", () => {
    const overrides = { "shop/errors": { reason: "a\u001b[2Jb" } };
    expect(text([page], { stack: { ...prod, overrides } })).toContain("a\\u{1b}[2Jb");
  });
});

describe("what changed", () => {
  const first = judge(all, { evidence: evidence(all) }).next(null);
  const changed = definition({ condition: threshold({ critical: 51 }) });

  it("is nothing when all runs as it is: no evidence is needed, and bad evidence closes nothing", () => {
    for (const given of [undefined, null, evidence(all, { stack: "local" })]) {
      const { report, next } = judge(all, { last: first, evidence: given });
      expect([report.open, report.unchanged, report.definitions]).toEqual([true, 3, []]);
      expect(next(null)).toEqual(first);
    }
  });

  it("is one definition: evidence of that one is enough", () => {
    const next = [changed, ticket, info];
    expect(judge(next, { last: first }).report.definitions).toMatchObject([{ definition: page.id, isNew: false }]);
    const proven = evidence(next, { receipts: [receipt(page.id)] });
    expect(judge(next, { last: first, evidence: proven }).report.open).toBe(true);
  });

  it("is not a revert to what ran before", () => {
    const next = [changed, ticket, info];
    const second = judge(next, { last: first, evidence: evidence(next) }).next(null);
    const { report } = judge(all, { last: second });
    expect([report.open, report.definitions]).toMatchObject([true, [{ definition: page.id, state: "ran-before" }]]);
  });

  it("is told of a removal, which needs no evidence, and its return needs none either", () => {
    const { report, next } = judge([page], { last: first });
    expect(report.open).toBe(true);
    expect(report.definitions.map(({ definition: id, state }) => [id, state])).toEqual([
      ["shop/odd", "removed"],
      ["shop/slow", "removed"],
    ]);
    expect(judge(all, { last: next(null) }).report.open).toBe(true);
  });

  it("is a route that tells somebody else", () => {
    const routes = [{ ...everybody, mail: [] }];
    expect(judge(all, { last: first, routes }).report.open).toBe(false);
  });
});

describe("broken glass", () => {
  const broken = judge(all).next("prod is on fire");

  it("lets the update through and stays visible, without evidence", () => {
    expect(broken.breakGlass).toHaveLength(3);
    const { report, next } = judge(all, { last: broken });
    expect([report.open, report.breakGlass]).toEqual([true, broken.breakGlass]);
    expect(next(null)).toEqual(broken);
    expect(text(all, { last: broken })).toMatch(/running under a break-glass override \(3\)[\s\S]*prod is on fire/);
  });

  it("is fixed by evidence, for what it covers", () => {
    const given = evidence(all, { receipts: [receipt(page.id), receipt(info.id)] });
    const { report, next } = judge(all, { last: broken, evidence: given });
    expect([report.open, report.breakGlass.map(({ definition: id }) => id)]).toEqual([true, ["shop/slow"]]);
    expect(Object.keys(next(null).proven)).toEqual(["shop/errors", "shop/odd"]);
  });

  it("is not fixed by evidence of a stack with drift", () => {
    const at = now.toISOString();
    const drift = { checkedAt: at, complete: false, findings: [] };
    const given = evidence(all, { drift: { before: drift, after: drift } });
    expect(judge(all, { last: broken, evidence: given }).report.breakGlass).toHaveLength(3);
  });

  it("is no past to go back to: what ran unproven must be proven like anything else", () => {
    const changed = [definition({ title: "Another" }), ticket, info];
    const proven = judge(changed, { last: broken, evidence: evidence(changed) }).next(null);
    expect(proven.breakGlass).toEqual([]);
    expect(judge(all, { last: proven }).report.definitions).toMatchObject([{ definition: page.id, state: "unproven" }]);
  });

  it("is not recorded when the gate was open anyway", () => {
    expect(judge(all, { evidence: evidence(all) }).next("for nothing").breakGlass).toEqual([]);
  });
});

function foreign() {
  const { signature: _s, publicKey: _p, ...statement } = evidence(all);
  return signEvidence(statement, readPrivateKey(generateKeys().privateKey, "x"));
}
