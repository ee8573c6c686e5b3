import { expect, it } from "vitest";
import { applyAccepted, parseAccepted } from "../../src/verify/accepted.ts";
import type { Finding } from "../../src/verify/report.ts";

const finding: Finding = {
  class: "changed",
  vendor: "datadog",
  kind: "monitor",
  vendorId: "1003",
  definition: "db/cpu",
  path: "options.locked",
  expected: null,
  actual: true,
  message: "The monitor differs.",
};
const good = "- { class: changed, definition: db/cpu, until: 2026-12-31, reason: locked while we test }";
const around = { stack: "staging", today: new Date("2026-11-21T10:00:00Z"), complete: true };

it("reads nothing from an empty file, and entries with their places", () => {
  expect(parseAccepted("")).toEqual([]);
  expect(parseAccepted("# none\n")).toEqual([]);
  expect(parseAccepted(`${good}\n${good}`).map(({ at }) => at)).toEqual([0, 1]);
});

it.each([
  ["{", "not valid YAML"],
  ["accepted: []", "no list of entries"],
  ["- { class: unreadable, definition: a/b, until: 2026-12-31, reason: cannot be read }", "entry 0.class"],
  ["- { class: changed, until: 2026-12-31, reason: locked while we test }", "name a definition or a vendorId"],
  ["- { class: changed, definition: a/b, reason: locked while we test }", "entry 0.until"],
  ["- { class: changed, definition: a/b, until: soon, reason: locked while we test }", "a day"],
  ["- { class: changed, definition: a/b, until: 2026-02-30, reason: locked while we test }", "a day"],
  ["- { class: changed, definition: a/b, until: 2026-12-31, reason: ok }", "say why"],
  ["- { class: changed, definition: a/b, until: 2026-12-31, reason: locked while we test, x: 1 }", "x"],
])("refuses %s", (text, said) => {
  expect(() => parseAccepted(text)).toThrow(said);
});

it("accepts only what an entry names in full", () => {
  const accepts = (text: string, given: Finding) => applyAccepted([given], parseAccepted(text), around);
  expect(accepts(good, finding).accepted.length).toBe(1);
  for (const other of [
    { ...finding, class: "muted" as const },
    { ...finding, definition: "db/disk" },
    { ...finding, definition: null },
  ]) {
    expect(accepts(good, other).findings.map((one) => one.class)).toEqual([other.class, "accepted-unused"]);
  }
  const byId =
    "- { class: changed, vendorId: 1003, path: options.locked, until: 2026-11-21, reason: locked while we test }";
  expect(accepts(byId, finding).findings).toEqual([]);
  expect(accepts(byId, { ...finding, path: "query" }).findings.length).toBe(2);
});
