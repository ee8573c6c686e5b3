import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, renameSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { Project, review } from "./project.ts";

let project: Project;
let team: string;

/** `git` in a folder; a submodule from the disk is allowed, as one from a host would be. */
const git = (folder: string, ...args: string[]): string =>
  execFileSync("git", ["-c", "protocol.file.allow=always", ...args], { cwd: folder, encoding: "utf8", stdio: "pipe" });

beforeEach(() => {
  project = new Project();
  team = mkdtempSync(path.join(tmpdir(), "tocsin-team-"));
  project.alert(50);
  git(team, "init", "--quiet", "--initial-branch=main");
  renameSync(path.join(project.folder, "alerts/shop.ts"), path.join(team, "shop.ts"));
  const commit = ["-c", "user.name=a", "-c", "user.email=a@example.com", "commit", "--quiet", "-m", "alerts"];
  git(team, "add", "--all");
  git(team, ...commit);
  git(project.folder, "submodule", "--quiet", "add", team, "alerts/team");
  project.commit("base");
});
afterEach(() => {
  project.destroy();
  rmSync(team, { recursive: true, force: true });
});

it("compares the definitions of a submodule with those at the commit that the base names", async () => {
  const file = "alerts/team/shop.ts";
  project.write(file, readFileSync(path.join(project.folder, file), "utf8").replace("above(50", "above(5000"));
  const { code, output } = await review(project.folder, "--base", "HEAD", "--no-backtest");
  expect([code, output]).toEqual([1, expect.stringMatching(/Dangerous[\s\S]*shop\/errors/i)]);
  expect(project.worktrees()).toEqual([]);
  expect(git(path.join(project.folder, "alerts/team"), "worktree", "list").trim().split("\n")).toHaveLength(1);
});

it("cannot tell where the submodule is not checked out, and says what to run", async () => {
  git(project.folder, "submodule", "--quiet", "deinit", "--force", "alerts/team");
  const { code, output } = await review(project.folder, "--base", "HEAD", "--no-backtest");
  expect(code).not.toBe(0);
  expect(output).toContain(
    "**Could not tell:** The base HEAD cannot be compared: the submodule alerts/team is not checked out",
  );
});

it("compares the whole base from a sparse checkout", async () => {
  project.write("alerts/other/readme.md", "x");
  project.alert(60);
  project.commit("two");
  git(project.folder, "sparse-checkout", "set", "--no-cone", "/*", "!/alerts/shop.ts");
  const { output } = await review(project.folder, "--base", "HEAD", "--no-backtest");
  expect(output).toMatch(/shop\/errors/);
});
