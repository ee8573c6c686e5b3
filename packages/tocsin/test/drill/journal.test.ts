import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { Journal, journalPath, readJournal, type WriteBytes } from "../../src/drill/journal.ts";
import type { Restore } from "../../src/vendors/fire-types.ts";

/** A disk that takes so many bytes of each write; none: it is full. */
const diskThatTakes = (...amounts: number[]): WriteBytes => {
  return (descriptor, bytes, from) => {
    const left = amounts.shift() ?? Number.POSITIVE_INFINITY;
    if (left === 0) throw Object.assign(new Error("ENOSPC: no space left on device, write"), { code: "ENOSPC" });
    return writeSync(descriptor, bytes, from, Math.min(left, bytes.length - from));
  };
};

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "journal-"));
  file = journalPath(folder, "staging");
});
afterEach(() => rmSync(folder, { recursive: true }));

const undo = (id: string): Restore => ({
  vendor: "datadog",
  what: `monitor ${id}`,
  method: "PUT",
  path: `/api/v1/monitor/${id}`,
  body: { name: "as it was" },
});

it("tells after a kill what was changed and not put back", () => {
  const journal = new Journal(file, "d1");
  journal.change(undo("1"));
  journal.restored(journal.change(undo("2")));
  expect(readJournal(file)).toEqual({ run: "d1", changes: [{ n: 1, restore: undo("1") }] });
  expect(statSync(file).mode & 0o777).toBe(0o600);
  journal.close();
  expect(existsSync(file)).toBe(true);
});

it("is gone once everything has been put back", () => {
  const journal = new Journal(file, "d1");
  journal.restored(journal.change(undo("1")));
  journal.close();
  expect(readJournal(file)).toBeNull();
});

it("is on disk before a change can be made", () => {
  const journal = new Journal(file, "d1");
  journal.change(undo("7"));
  expect(readFileSync(file, "utf8")).toContain('"/api/v1/monitor/7"');
  journal.close();
});

it("passes over a last line that breaks off, since its change was never made", () => {
  const journal = new Journal(file, "d1");
  journal.change(undo("1"));
  appendFileSync(file, '{"kind":"change","n":2,"rest');
  expect(readJournal(file)?.changes).toHaveLength(1);
  journal.close();
});

it("does not trust a journal with another line that it cannot read", () => {
  const journal = new Journal(file, "d1");
  journal.close();
  writeFileSync(file, 'what is this\n{"kind":"run","run":"d1","at":"now"}\n');
  expect(() => readJournal(file)).toThrow(/Line 1 of .* cannot be read.*--cleanup/);
});

it("is null where there is none", () => {
  expect(readJournal(path.join(folder, "nowhere"))).toBeNull();
});

it("says that the disk takes no more before anything is changed", () => {
  mkdirSync(path.dirname(file), { recursive: true });
  symlinkSync("/dev/full", file);
  expect(() => new Journal(file, "d1")).toThrow(
    expect.objectContaining({ message: `${file} cannot be written: no space is left on the disk.`, exitCode: 3 }),
  );
});

it("keeps no part of a line that the disk has no room for, and goes on when it has", () => {
  const whole = Number.POSITIVE_INFINITY;
  const journal = new Journal(file, "d1", diskThatTakes(whole, whole, 20, 0));
  journal.change(undo("1"));
  expect(() => journal.change(undo("2"))).toThrow(/staging[\w.-]+ cannot be written: no space is left on the disk\.$/);
  journal.change(undo("3"));
  expect(readJournal(file)?.changes.map(({ restore }) => restore)).toEqual([undo("1"), undo("3")]);
  journal.close();
});

it("writes on where the disk takes a line in parts", () => {
  const journal = new Journal(file, "d1", diskThatTakes(Number.POSITIVE_INFINITY, 7, 30));
  journal.change(undo("1"));
  expect(readJournal(file)?.changes.map(({ restore }) => restore)).toEqual([undo("1")]);
  journal.close();
});
