/** Files that a command writes are whole, or as they were. */
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { UsageError } from "../../src/shared/usage-error.ts";
import { writeWhole } from "../../src/shared/whole-file.ts";

let folder: string;
const file = (name: string) => path.join(folder, name);
const read = (name: string) => readFileSync(file(name), "utf8");

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "tocsin-whole-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

it("makes the folders on the way, and leaves nothing beside the file", () => {
  writeWhole(file("a/b/page.html"), "new");
  expect([read("a/b/page.html"), readdirSync(file("a/b"))]).toEqual(["new", ["page.html"]]);
});

it("keeps a link a link, and a file's permissions", () => {
  writeFileSync(file("vercel.json"), "old");
  chmodSync(file("vercel.json"), 0o640);
  symlinkSync("vercel.json", file("link.json"));
  writeWhole(file("link.json"), "new");
  expect([read("vercel.json"), statSync(file("vercel.json")).mode & 0o777]).toEqual(["new", 0o640]);
  expect(readdirSync(folder).sort()).toEqual(["link.json", "vercel.json"]);
});

it("says of a folder, and of a path through a file, what is wrong: exit code 2", () => {
  mkdirSync(file("there"));
  writeFileSync(file("text"), "old");
  expect(() => writeWhole(file("there"), "new")).toThrow(
    new UsageError(`${file("there")} cannot be written: it is a folder.`),
  );
  expect(() => writeWhole(file("text/page"), "new")).toThrow(
    new UsageError(`${file("text/page")} cannot be written: a part of its path is no folder.`),
  );
  expect(read("text")).toBe("old");
});

it("says that the disk is full: exit code 3", () => {
  const full = expect.objectContaining({
    exitCode: 3,
    message: "/dev/full cannot be written: no space is left on the disk.",
  });
  expect(() => writeWhole("/dev/full", "new")).toThrow(full);
});

it("writes to what is no file as it is", () => {
  writeWhole("/dev/null", "new");
  expect(statSync("/dev/null").isCharacterDevice()).toBe(true);
});
