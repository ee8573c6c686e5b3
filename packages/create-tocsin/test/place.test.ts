import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { readArguments } from "../src/arguments.ts";
import { create } from "../src/create.ts";
import { ownPackages } from "../src/project-files.ts";
import { UsageError } from "../src/usage-error.ts";

let base = "";
let output = "";
beforeEach(() => {
  base = mkdtempSync(path.join(tmpdir(), "create-tocsin-"));
  output = "";
  mkdirSync(path.join(base, "packed"));
  for (const name of ownPackages) writeFileSync(path.join(base, "packed", `${name}-0.1.0.tgz`), name);
});
afterEach(() => rmSync(base, { recursive: true, force: true }));

const run = async (...args: string[]) => {
  const given = readArguments([...args, "--yes", "--no-install"]);
  if (given === null) throw new Error("help was asked for");
  const print = (text: string) => {
    output += text;
  };
  return create(given, { from: base, env: {}, print });
};
const packed = ["--packages", "packed"];
const files = (folder = "project") =>
  readdirSync(path.join(base, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(path.join(base, folder), path.join(entry.parentPath, entry.name)))
    .sort();

test("a project is created, with the packages in vendor/", async () => {
  expect(await run("project", ...packed)).toBe(0);
  expect(files().filter((file) => !file.startsWith("vendor/"))).toHaveLength(15);
  expect(files().filter((file) => file.startsWith("vendor/"))).toEqual(
    ownPackages.map((name) => `vendor/${name}-0.1.0.tgz`).sort(),
  );
  expect(output).toContain(
    'cd project\n  npm install\n  git init && git add --all && git commit --message "First alerts"\n  npm start',
  );
});

test("in a new repository, and in the folder where one is", async () => {
  mkdirSync(path.join(base, "project", ".git"), { recursive: true });
  expect(await run("project", ...packed)).toBe(0);
  expect(output).toContain("Created project");
  expect(output).not.toContain("git init");
});

test.each([
  [
    "somebody's files",
    "notes.txt",
    /project is not empty: notes\.txt\. Nothing was written\. Name a folder that is new/,
  ],
  ["a project", "Pulumi.yaml", /It holds a project already/],
])("nothing is written where there is %s", async (_what, name, reason) => {
  mkdirSync(path.join(base, "project"));
  writeFileSync(path.join(base, "project", name), "mine\n");
  await expect(run("project", ...packed)).rejects.toThrow(reason);
  expect(files()).toEqual([name]);
  expect(readFileSync(path.join(base, "project", name), "utf8")).toBe("mine\n");
});

test.each([
  [
    "a package that is not there",
    () => rmSync(path.join(base, "packed", "tocsin-0.1.0.tgz")),
    packed,
    /lacks tocsin-0\.1\.0\.tgz/,
  ],
  ["no packages at all", () => {}, [], /No version of tocsin is published yet.*npm run create -- DIR/],
  ["a vendor that is none", () => {}, [...packed, "--vendors", "pingdom"], /"pingdom" is none of datadog/],
  ["a service that has no name", () => {}, [...packed, "--services", "My Shop"], /"My Shop" is no name of a service/],
  [
    "an alert that no vendor measures",
    () => {},
    [...packed, "--vendors", "sentry", "--alerts", "health"],
    /health needs a vendor/,
  ],
  ["a flag that is none", () => {}, [...packed, "--vendor", "sentry"], /--vendor[\s\S]*Usage: create-tocsin DIR/],
])("nothing is written for %s", async (_what, prepare, args, reason) => {
  prepare();
  const creating = run("project", ...args);
  await expect(creating).rejects.toThrow(UsageError);
  await expect(creating).rejects.toThrow(reason);
  expect(readdirSync(base)).toEqual(["packed"]);
});

test("killed while the files are laid down: the next run begins anew", async () => {
  mkdirSync(path.join(base, "project", ".create-tocsin", "files", "alerts"), { recursive: true });
  writeFileSync(path.join(base, "project", ".create-tocsin", "files", "alerts", "half.ts"), "export co");
  expect(await run("project", ...packed)).toBe(0);
  expect(files()).not.toContain("alerts/half.ts");
  expect(files().filter((file) => file.startsWith(".create-tocsin"))).toEqual([]);
});

test("killed while it cleared up: the project is there, and the next run says so", async () => {
  await run("project", ...packed);
  mkdirSync(path.join(base, "project", ".create-tocsin", "files"), { recursive: true });
  await expect(run("project", ...packed)).rejects.toThrow(/It holds a project already/);
  expect(files().filter((file) => file.startsWith(".create-tocsin"))).toEqual([]);
});

test("killed before the files were moved, and somebody wrote one since: it is not overwritten", async () => {
  await run("whole", ...packed);
  const staged = path.join(base, "project", ".create-tocsin");
  cpSync(path.join(base, "whole"), path.join(staged, "files"), { recursive: true });
  writeFileSync(path.join(staged, "complete"), "");
  writeFileSync(path.join(base, "project", "README.md"), "mine\n");
  await expect(run("project")).rejects.toThrow(/README\.md came there since\. Nothing was overwritten\. Move it away/);
  expect(readdirSync(path.join(base, "project")).sort()).toEqual([".create-tocsin", "README.md"]);
  rmSync(path.join(base, "project", "README.md"));
  expect(await run("project")).toBe(0);
  expect(files()).toEqual(files("whole"));
});

test("killed after any number of files was moved: the next run moves the rest", async () => {
  await run("whole", ...packed);
  const entries = readdirSync(path.join(base, "whole")).sort();
  for (let moved = 0; moved <= entries.length; moved++) {
    const folder = path.join(base, `killed-${moved}`);
    const staged = path.join(folder, ".create-tocsin");
    cpSync(path.join(base, "whole"), path.join(staged, "files"), { recursive: true });
    writeFileSync(path.join(staged, "complete"), "");
    for (const name of entries.slice(0, moved)) renameSync(path.join(staged, "files", name), path.join(folder, name));
    output = "";
    expect(await run(`killed-${moved}`)).toBe(0);
    expect(output).toContain("Finished what an interrupted run had begun");
    expect(files(`killed-${moved}`)).toEqual(files("whole"));
  }
});
