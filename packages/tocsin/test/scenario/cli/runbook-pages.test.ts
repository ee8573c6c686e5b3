import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, expect, it } from "vitest";
import { printed } from "../../support/printed.ts";
import { tocsin } from "./tocsin.ts";

const root = path.resolve(import.meta.dirname, "../../../../..");
const folder = mkdtempSync(path.join(tmpdir(), "tocsin-runbook-pages-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it("writes a page for each runbook of a stack and an index, and touches nothing of the repository", () => {
  const source = () => readFileSync(path.join(root, "runbooks", "database-load.md"), "utf8");
  const before = source();
  const at = path.join(folder, "pages");
  const { code, out } = tocsin(root, ["runbooks", "--stack", "local", "--html", at]);
  const runbooks = readdirSync(path.join(root, "runbooks"));
  expect([code, out]).toEqual([
    0,
    `${runbooks.length} of ${runbooks.length} runbooks, filled in for local: ${path.join(at, "index.html")}\n`,
  ]);
  expect(readdirSync(at).sort()).toEqual(
    [...runbooks.map((file) => file.replace(/\.md$/, ".html")), "index.html"].sort(),
  );
  expect(readFileSync(path.join(at, "database-load.html"), "utf8")).toContain(
    'npx tocsin check database-load <wbr><span class="whole">--stack</span> local',
  );
  expect(source()).toBe(before);
});

it("tells programs where the index is, and is not there without --html", () => {
  const at = path.join(folder, "for-programs");
  const ran = tocsin(root, ["runbooks", "--stack", "local", "--html", at, "--json"]);
  expect([ran.code, printed("runbooks", ran.out).html]).toEqual([0, path.join(at, "index.html")]);
  expect(printed("runbooks", tocsin(root, ["runbooks", "--json"]).out).html).toBeNull();
});

it("says what it cannot write to", () => {
  const file = path.join(folder, "a-file");
  writeFileSync(file, "");
  const { code, err } = tocsin(root, ["runbooks", "--html", path.join(file, "pages")]);
  expect([code, err]).toEqual([
    2,
    `${path.join(file, "pages", "api-error-spike.html")} cannot be written: a part of its path is no folder.\n`,
  ]);
});
