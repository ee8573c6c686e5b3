/** Files that people write, as editors and shells of other systems leave them. */
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { readTests } from "../../src/app/alert-tests/run.ts";
import { readExceptions } from "../../src/app/exceptions-file.ts";
import { readFacts } from "../../src/app/facts-file.ts";
import { runbookPages } from "../../src/app/lint/stacks.ts";
import { loadDefinitions } from "../../src/project/definitions.ts";
import { readImported } from "../../src/project/imported.ts";
import { projectName } from "../../src/project/project.ts";
import { loadStack } from "../../src/project/stack-file.ts";
import { readTestSchedule } from "../../src/project/test-schedule-file.ts";
import { readVercelFile } from "../../src/project/vercel-file.ts";
import { readText } from "../../src/shared/text-file.ts";

let root: string;
beforeAll(() => {
  root = mkdtempSync(path.join(tmpdir(), "tocsin-text-"));
});
afterEach(() => {
  rmSync(root, { recursive: true });
  mkdirSync(root);
});
afterAll(() => rmSync(root, { recursive: true }));

const notUtf8 = "it is not UTF-8: save it as UTF-8";
const unreadable: Record<string, [(file: string) => void, string]> = {
  "in Latin-1": [(file) => writeFileSync(file, Buffer.from("owner: J\u00fcrg\n", "latin1")), notUtf8],
  "in UTF-16": [(file) => writeFileSync(file, Buffer.from("\ufeffconfig: {}\n", "utf16le")), notUtf8],
  "a folder": [(file) => mkdirSync(file), "it is a folder"],
};

const readers: Record<string, (root: string) => unknown> = {
  "Pulumi.yaml": projectName,
  "Pulumi.staging.yaml": (folder) => loadStack(folder, "staging"),
  "exceptions.yaml": readExceptions,
  "imported.yaml": (folder) => readImported(folder, "staging"),
  "test-schedule.yaml": readTestSchedule,
  "test/playbooks.yaml": readFacts,
  "test/alerts/a.test.yaml": (folder) => readTests(folder, []),
};

describe.each(Object.entries(unreadable))("%s", (_, [write, reason]) => {
  it.each(Object.entries(readers))("%s is refused by its name", (name, read) => {
    const file = path.join(root, name);
    mkdirSync(path.dirname(file), { recursive: true });
    write(file);
    expect(() => read(root)).toThrow(`${file} cannot be read: ${reason}.`);
  });

  it("vercel.json is refused by its name", async () => {
    const file = path.join(root, "vercel.json");
    write(file);
    await expect(readVercelFile(file)).rejects.toThrow(`${file} cannot be read: ${reason}.`);
  });

  it("a file of definitions is a problem, and none of its letters go live", async () => {
    mkdirSync(path.join(root, "alerts"));
    write(path.join(root, "alerts", "a.ts"));
    const { problems } = await loadDefinitions(root);
    expect(problems.map(({ file, message }) => [file, message])).toEqual([
      ["alerts/a.ts", `the file cannot be read: ${reason}`],
    ]);
  });
});

it("reads past a mark of the order of bytes, and keeps it for a text that is written back", () => {
  const file = path.join(root, "a.md");
  writeFileSync(file, "\ufeffA page\r\n");
  expect([readText(file), readText(file, { marked: true })]).toEqual(["A page\r\n", "\ufeffA page\r\n"]);
});

it("a link that leads nowhere is no stack and no runbook", () => {
  mkdirSync(path.join(root, "runbooks"));
  for (const name of ["Pulumi.prod.yaml", "runbooks/a.md"]) symlinkSync("gone", path.join(root, name));
  writeFileSync(path.join(root, "Pulumi.yaml"), "name: shop\n");
  expect(() => loadStack(root, "prod")).toThrow("Copy Pulumi.staging.yaml and fill it in.");
  expect(runbookPages(root)).toEqual(new Set());
});
