/** What is imported verbatim reaches production as it was live, or as staging has proven that very body. */
import { describe, expect, it } from "vitest";
import { coveredBy, digestsOf } from "../../src/gate/digest.ts";
import { type GateInput, judgeGate } from "../../src/gate/gate.ts";
import { type Raw, type RawInput, rawSchema } from "../../src/model/raw.ts";
import { rawDigest } from "../../src/vendors/raw.ts";
import { covered, everybody } from "../support/definitions.ts";
import { evidence, now, prod, receipt } from "./world.ts";

const raw = (over: Partial<RawInput> = {}): Raw =>
  rawSchema.parse({
    ...{ id: "by-hand/load", stack: ["staging", "prod"], kind: "monitor" },
    body: { name: "High load", query: "avg(last_5m):avg:system.load.1{*} > 5", message: "@slack-acme-alerts" },
    ...over,
  });
const edited = (body: object): Raw => raw({ body: { ...raw().body, ...body } });
const asLive = (one: Raw): Raw => ({ ...one, asImported: rawDigest(one) });

const coveredWith = (verbatim: Raw[]) => ({ ...covered([], [everybody]), raws: verbatim });

function judge(verbatim: Raw[], over: Partial<GateInput> = {}) {
  const digests = digestsOf(coveredWith(verbatim));
  const definitions = coveredBy({ written: [], raws: verbatim }, digests);
  return judgeGate({
    ...{ stack: prod, name: "prod", project: "tocsin", definitions, digests, last: null, evidence: undefined, now },
    ...over,
  });
}

/** What staging signed of these. */
const proven = (verbatim: Raw[], receipts = verbatim.map(({ id }) => receipt(id))) =>
  evidence([], { digests: digestsOf(coveredWith(verbatim)), receipts });

const verdictOf = (...given: Parameters<typeof judge>) => {
  const { open, definitions } = judge(...given).report;
  return [open, ...definitions.map(({ state, reason }) => `${state}: ${reason}`)];
};

describe("production", () => {
  it("takes the very body that staging has proven", () => {
    expect(verdictOf([raw()], { evidence: proven([raw()]) })).toEqual([
      true,
      "proven: it fired, arrived and recovered",
    ]);
  });

  it.each([
    ["threshold", { query: "avg(last_5m):avg:system.load.1{*} > 500" }],
    ["recipient", { message: "nobody" }],
  ])("refuses an edited %s", (_what, body) => {
    expect(verdictOf([edited(body)], { evidence: proven([raw()]) })).toEqual([
      false,
      "unproven: Stack staging had another version of it.",
    ]);
  });

  it("refuses what staging does not have, and what it did not drill", () => {
    expect(verdictOf([raw()], { evidence: proven([]) })).toEqual([false, "unproven: Stack staging did not have it."]);
    expect(verdictOf([raw()], { evidence: proven([raw()], []) })).toEqual([false, "unproven: It was not drilled."]);
  });

  it("takes a dashboard that staging has, which fires nobody", () => {
    const board = raw({ kind: "dashboard", body: { title: "Load", widgets: [] } });
    expect(verdictOf([board], { evidence: proven([board], []) })).toEqual([true, "proven: Staging has it as it is."]);
  });

  it("takes what it imports as it was live, without evidence, and no edit of it", () => {
    const own = asLive(raw({ stack: "prod" }));
    expect(verdictOf([own])).toEqual([true, "imported: It is imported as it was live: the update adds whose it is."]);
    const changed = { ...own, body: { ...own.body, message: "nobody" } };
    expect(verdictOf([changed])[0]).toBe(false);
    // Nor one that says of itself that it was live like this, once production has the alert.
    const last = judge([own]).next(null);
    expect(verdictOf([asLive(changed)], { last })[0]).toBe(false);
  });

  it("may go back to what it imported", () => {
    const own = asLive(raw());
    const first = judge([own]).next(null);
    const other = { ...own, body: { ...own.body, name: "Very high load" } };
    const second = judge([other], { last: first, evidence: proven([other]) });
    expect(second.report.open).toBe(true);
    expect(verdictOf([own], { last: second.next(null) })).toEqual([
      true,
      "ran-before: It has run here before, as it is now.",
    ]);
  });
});
