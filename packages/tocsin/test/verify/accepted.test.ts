import { expect, it } from "vitest";
import { parseExceptions } from "../../src/model/exceptions.ts";
import type { Finding } from "../../src/vendors/finding.ts";
import { acceptableClasses, applyAccepted } from "../../src/verify/exceptions.ts";

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
const today = new Date("2026-11-21T10:00:00Z");
const good = "- { id: changed, at: db/cpu, until: 2026-12-31, reason: locked while we test }";
const parse = (text: string) => parseExceptions(text, new Set(acceptableClasses), today);
const around = { stack: "staging", today, complete: true };

it("reads nothing from an empty file, and entries with their places", () => {
  expect(parse("")).toEqual([]);
  expect(parse("# none\n")).toEqual([]);
  expect(parse(`${good}\n${good}`).map(({ number }) => number)).toEqual([1, 2]);
});

it.each([
  ["{", "not valid YAML"],
  ["accepted: []", "no list of entries"],
  ["- { id: unreadable, at: a/b, until: 2026-12-31, reason: cannot be read }", "entry 1, id"],
  ["- { id: changed, at: a/b, reason: locked while we test }", "entry 1, until"],
  ["- { id: changed, at: a/b, until: soon, reason: locked while we test }", "a day"],
  ["- { id: changed, at: a/b, until: 2026-02-30, reason: locked while we test }", "a day"],
  ["- { id: changed, at: a/b, until: 2026-12-31, reason: ok }", "say why"],
  ["- { id: changed, at: a/b, until: 2026-12-31, reason: locked while we test, x: 1 }", "x"],
])("refuses %s", (text, said) => {
  expect(() => parse(text)).toThrow(said);
});

it("accepts only what an entry names in full", () => {
  const accepts = (text: string, given: Finding) => applyAccepted([given], parse(text), around);
  expect(accepts(good, finding).accepted.length).toBe(1);
  for (const other of [
    { ...finding, class: "muted" as const },
    { ...finding, definition: "db/disk" },
    { ...finding, definition: null },
  ]) {
    expect(accepts(good, other).findings.map((one) => one.class)).toEqual([other.class, "accepted-unused"]);
  }
  const byId = "- { id: changed, at: 1003 options.locked, until: 2026-11-21, reason: locked while we test }";
  expect(accepts(byId, finding).findings).toEqual([]);
  expect(accepts(byId, { ...finding, path: "query" }).findings.length).toBe(2);
});
