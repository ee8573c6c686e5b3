import { expect, it } from "vitest";
import { type GateRecord, nextRecord, RecordUnreadable, readRecord } from "../../src/gate/record.ts";

const now = new Date("2026-11-21T12:00:00Z");
const digest = (n: number) => `sha256:${String(n).padStart(64, "0")}`;

/** Runs the versions of one definition, each proven. */
const ran = (versions: readonly number[], from: GateRecord | null = null) =>
  versions.reduce<GateRecord | null>(
    (last, n) => nextRecord(last, { digests: { "a/b": digest(n) }, proven: new Set(["a/b"]), breakGlass: null, now }),
    from,
  );

it("remembers the last ten versions, newest first, and moves one that comes back to the front", () => {
  expect(ran([1, 2, 1])?.proven["a/b"]?.digests).toEqual([digest(1), digest(2)]);
  const many = ran(Array.from({ length: 30 }, (_, n) => n));
  expect(many?.proven["a/b"]?.digests).toEqual(Array.from({ length: 10 }, (_, n) => digest(29 - n)));
});

it("remembers the last hundred definitions that are gone", () => {
  const names = Array.from({ length: 150 }, (_, n) => `gone/n${n}`);
  let last: GateRecord | null = null;
  for (const [n, name] of names.entries()) {
    const at = new Date(now.getTime() + n * 1000);
    last = nextRecord(last, { digests: { [name]: digest(n) }, proven: new Set([name]), breakGlass: null, now: at });
  }
  const kept = Object.keys(last?.proven ?? {});
  expect(kept).toHaveLength(101);
  expect([kept.includes("gone/n149"), kept.includes("gone/n49"), kept.includes("gone/n48")]).toEqual([
    true,
    true,
    false,
  ]);
});

it("survives the way through a state, and refuses what no update wrote", () => {
  const record = ran([1, 2]);
  expect(readRecord(JSON.parse(JSON.stringify(record)))).toEqual(record);
  expect([readRecord(undefined), readRecord(null)]).toEqual([null, null]);
  for (const bad of ["", {}, { ...record, version: 2 }, { ...record, running: { "a/b": "1" } }]) {
    expect(() => readRecord(bad)).toThrow(RecordUnreadable);
  }
});
