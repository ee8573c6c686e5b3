import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ownTool, Project, review } from "./project.ts";

let project: Project;
beforeEach(() => {
  project = new Project();
  project.alert(50);
  project.commit("begin");
});
afterEach(() => project.destroy());

const leftovers = () =>
  readdirSync(realpathSync(tmpdir())).filter((name) => name.startsWith(`tocsin-review-${process.pid}-`));

describe("the base of a review", () => {
  it("is compiled in a clean worktree, which is gone afterwards", async () => {
    project.alert(80);
    const { code, output } = await review(project.folder, "--base", "main");
    expect(output).toContain("Fires above 80 lines instead of 50.");
    expect(code).toBe(1);
    expect(project.worktrees()).toEqual([]);
    expect(leftovers()).toEqual([]);
  });

  it("is where the branch left it: what the base did since is no change of the branch", async () => {
    project.git("checkout", "--quiet", "-b", "branch");
    project.alert(20);
    project.commit("tighten");
    project.git("checkout", "--quiet", "main");
    project.write("README.md", "moved on");
    project.alert(99);
    project.commit("loosen on main");
    project.git("checkout", "--quiet", "branch");
    const { code, output } = await review(project.folder, "--base", "main");
    expect(output).toContain("Fires above 20 lines instead of 50.");
    expect(output).toMatch(/where this branch left main; main has moved on since/);
    expect(code).toBe(0);
  });

  it("that does not compile is told, and the head reviewed alone", async () => {
    project.alert('"many"');
    project.commit("break");
    project.alert(80);
    const { code, output } = await review(project.folder, "--base", "main");
    expect(code).toBe(3);
    expect(output).toMatch(/Could not tell:.*The base main cannot be compared: The definitions cannot be used/);
    expect(output).toContain("condition.critical");
    expect(output).toContain("**added**");
    expect(project.worktrees()).toEqual([]);
  });

  it("that git does not know is told with what to do", async () => {
    await expect(review(project.folder, "--base", "nowhere")).rejects.toThrow(
      'git knows no commit "nowhere". `git branch --all` lists what there is, `git fetch` gets what is missing.',
    );
    await expect(review(project.folder, "--base", "mian")).rejects.toThrow(
      'git knows no commit "mian". Did you mean main? `git fetch` gets what is missing.',
    );
    await expect(review(project.folder, "--base", "--output=x")).rejects.toThrow("git knows no commit");
  });

  it("that a shallow clone lacks is told with how to fetch it", async () => {
    const old = project.git("rev-parse", "HEAD");
    project.alert(80);
    project.commit("loosen");
    const clone = `${project.folder}-shallow`;
    execFileSync("git", ["clone", "--quiet", "--depth=1", `file://${project.folder}`, clone]);
    try {
      symlinkSync(path.join(process.cwd(), "node_modules"), path.join(clone, "node_modules"));
      const { code, output } = await review(clone, "--base", old);
      expect(code).toBe(3);
      expect(output).toMatch(/this is a shallow clone: get it with .*git fetch --depth=1 origin/);
    } finally {
      rmSync(clone, { recursive: true, force: true });
    }
  });

  it("without definitions means that every alert is new", async () => {
    project.git("checkout", "--quiet", "--orphan", "empty");
    project.git("rm", "-r", "--quiet", "--cached", ".");
    project.git("commit", "--quiet", "--allow-empty", "--message", "nothing");
    project.git("checkout", "--quiet", "--force", "main");
    const { code, output } = await review(project.folder, "--base", "empty");
    expect(output).toContain("The base has no definitions: every alert is new.");
    expect(code).toBe(0);
  });

  it("without the stack means that every alert of it is new", async () => {
    project.git("mv", "Pulumi.local.yaml", "Pulumi.other.yaml");
    project.commit("no such stack");
    project.git("mv", "Pulumi.other.yaml", "Pulumi.local.yaml");
    const { output } = await review(project.folder, "--base", "main");
    expect(output).toContain("The base has no stack local: every alert of it is new.");
  });

  it("outside of git is refused, with the way that needs none", async () => {
    const folder = mkdtempSync(path.join(tmpdir(), "tocsin-no-git-"));
    mkdirSync(path.join(folder, "alerts"));
    execFileSync("cp", ["-r", "alerts", "Pulumi.yaml", "Pulumi.local.yaml", folder], { cwd: project.folder });
    for (const name of ["node_modules"]) symlinkSync(path.join(process.cwd(), name), path.join(folder, name));
    try {
      await expect(review(folder, "--base", "main")).rejects.toThrow(
        "--base compares with a commit, and git cannot be asked here: not a git repository (or any of the parent directories): .git. --base-json FILE needs no git: `tocsin compile --json` prints such a file.",
      );
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

describe("the base's own tool", () => {
  const compiled = JSON.stringify({ stack: "local", definitions: [], resources: [] });

  it("is used when it is another than this one, without credentials", async () => {
    project.write(
      "packages/tocsin/bin/tocsin.mjs",
      `${ownTool(compiled)}if (process.env.DD_API_KEY) process.exitCode = 9;\n`,
    );
    project.commit("with a tool");
    project.write("packages/tocsin/bin/tocsin.mjs", ownTool("another"));
    process.env.DD_API_KEY = "secret";
    try {
      const { output } = await review(project.folder, "--base", "main");
      expect(output).toMatch(/Base main .*: 0 definitions/);
      expect(output).not.toContain("was compiled by this version");
    } finally {
      delete process.env.DD_API_KEY;
    }
  });

  it("finds the packages that lie in its repository, not those of the working copy", async () => {
    const looks = [
      'import { realpathSync } from "node:fs";',
      'if (realpathSync("node_modules/tocsin") !== realpathSync("packages/tocsin")) throw new Error("another tool");',
    ];
    project.write("packages/tocsin/bin/tocsin.mjs", `${ownTool(compiled)}\n${looks.join("\n")}\n`);
    project.commit("with a tool");
    project.write("packages/tocsin/bin/tocsin.mjs", ownTool("another"));
    const { output } = await review(project.folder, "--base", "main");
    expect(output).toMatch(/Base main .*: 0 definitions/);
    expect(output).not.toContain("was compiled by this version");
  });

  it("that refuses the base's definitions has the last word", async () => {
    project.write("packages/tocsin/bin/tocsin.mjs", ownTool("The definitions cannot be used: alerts/shop.ts:3", 2));
    project.commit("with a tool");
    project.write("packages/tocsin/bin/tocsin.mjs", ownTool("another"));
    const { code, output } = await review(project.folder, "--base", "main");
    expect(code).toBe(3);
    expect(output).toContain("The definitions cannot be used: alerts/shop.ts:3");
  });

  it.each([
    ["does not run", ownTool("cannot be set up here", 3)],
    ["prints something else", ownTool("hello")],
  ])("that %s is told, and this one used", async (_what, tool) => {
    project.write("packages/tocsin/bin/tocsin.mjs", tool);
    project.commit("with a broken tool");
    project.write("packages/tocsin/bin/tocsin.mjs", ownTool("another"));
    project.alert(80);
    const { code, output } = await review(project.folder, "--base", "main");
    expect(output).toMatch(/compiled by this version of the tool, as its own does not run/);
    expect(output).toContain("Fires above 80 lines instead of 50.");
    expect(code).toBe(1);
  });

  it("that there is none of is told", async () => {
    project.write("package.json", "{}");
    const { output } = await review(project.folder, "--base", "main");
    expect(output).not.toContain("no tool of its own");
    project.write("package-lock.json", "{}");
    project.git("add", "package-lock.json");
    expect((await review(project.folder, "--base", "main")).output).toContain("The base has no tool of its own");
  });
});

it("what a killed review has left behind is removed by the next", async () => {
  const dead = 2 ** 22 + 1;
  const left = path.join(realpathSync(tmpdir()), `tocsin-review-${dead}-x`);
  mkdirSync(left);
  project.git("worktree", "add", "--quiet", "--detach", path.join(left, "base"), "HEAD");
  expect(project.worktrees()).toHaveLength(1);
  await review(project.folder, "--base", "main");
  expect(existsSync(left)).toBe(false);
  expect(project.worktrees()).toEqual([]);
});
