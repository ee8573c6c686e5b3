/** The calls that verify and audit make, answered in each way of `support/malformed.ts`: never called clean, never an error of ours. */
import { afterAll, afterEach, beforeAll, expect, it, vi } from "vitest";
import { auditVendors } from "../../../src/app/audit.ts";
import type { AuditReport } from "../../../src/audit/report.ts";
import type { Limits } from "../../../src/vendors/http/read.ts";
import { exitCode } from "../../../src/verify/report.ts";
import { type Answers, answer, recorded } from "../../support/answers.ts";
import { type True, type Way, ways } from "../../support/malformed.ts";
import { startWorld, type World } from "./world.ts";

let world: World;
const [ofVerify, ofAudit]: [Answers, Answers] = [new Map(), new Map()];
let audited: AuditReport;

beforeAll(async () => {
  world = await startWorld();
  // Of others, so that this list has an entry as well.
  const attributes = { monitor_identifier: { monitor_tags: ["env:elsewhere"] }, scope: "env:elsewhere" };
  await world.call("datadog", "POST", "/api/v2/downtime", { data: { type: "downtime", attributes } });
  const report = await recorded(ofVerify, () => world.verify());
  expect([report.complete, report.findings]).toEqual([true, []]);
  audited = await recorded(ofAudit, audit);
  expect(audited.complete).toBe(true);
});
afterAll(() => world.close());
afterEach(() => void vi.unstubAllGlobals());

/** Calls of one sort are read by the same code: each dashboard, each project's variables. */
const sortOf = (call: string) =>
  call.replace(/[?{ ].*$/, "").replace(/(prj_\w+|tocsin-probe-\w+|\w{3}-\w{3}-\w{3}|(?<=projects\/acme\/)\w+)/, "ID");

/** Each call of its sort that can be answered so; one layer reads all answers of a vendor, so what is none at all is tried once. */
function* spoilt({ how, spoil }: Way, answers: ReadonlyMap<string, True>): Generator<string> {
  const seen = new Set<string>();
  for (const [call, known] of answers) {
    const sort = how === "no answer" ? (call.split(" ")[0] ?? "") : sortOf(call);
    const raw = seen.has(sort) ? null : spoil(known);
    if (raw === null) continue;
    seen.add(sort);
    answer(answers, call, raw);
    yield call;
  }
  expect(seen.size).toBeGreaterThan(0);
}

const audit = (limits: Limits = {}) => {
  const { slack: _, ...connections } = world.connections;
  const now = () => new Date(audited?.auditedAt ?? Date.now());
  const vendors = ["datadog", "sentry", "vercel", "stripe"] as const;
  return auditVendors({ connections, vendors, organization: "acme", now, limits });
};

/** What arrives is asked for by questions whose rows may be missing, as nothing may have come. */
const asksForSignals = (call: string) => /\/events\/|\/aggregate|\/v1\/query|\/results|\/issues\//.test(call);

it.each(ways)("verify: $name ($how)", async (way) => {
  const { how, name } = way;
  for (const call of spoilt(way, ofVerify)) {
    const report = await world.verify({ tries: 1 });
    const told = report.findings.map(({ class: named, message }) => `${named}: ${message}`);
    const clean = report.complete && told.length === 0;
    for (const one of told) expect(one, call).toMatch(/^[a-z-]+: [A-Z].*\.$/);
    if (how === "as before") expect([call, told]).toEqual([call, []]);
    else if (how === "no answer" || how === "no shape") {
      expect([call, report.complete, exitCode(report), told]).toEqual([call, false, 3, told]);
      for (const one of told) expect(one, call).toMatch(/^unreadable: .* (?:not checked\.|Not checked \(\d+\): .*\.)$/);
    } else if (how === "entries" || /null for every|texts as numbers/.test(name)) {
      if (!asksForSignals(call)) expect([call, clean]).toEqual([call, false]);
    }
  }
});

it.each(ways)("audit: $name ($how)", async (way) => {
  const { how } = way;
  for (const call of spoilt(way, ofAudit)) {
    const report = await audit({ tries: 1 });
    for (const one of report.notRead) expect(one, call).toMatch(/^[A-Z].*: [A-Z].*\.$/);
    if (how === "as before" && !/twice/.test(way.name)) expect([call, report.notRead]).toEqual([call, []]);
    if (how === "no answer" || how === "no shape") {
      expect([call, report.complete, report.notRead.length > 0]).toEqual([call, false, true]);
    }
  }
});
