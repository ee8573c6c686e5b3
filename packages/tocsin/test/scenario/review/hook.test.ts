import { chmodSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { gitEnvironment } from "../../../src/shared/git-environment.mjs";
import { Project } from "./project.ts";

const tool = path.resolve("packages/tocsin/bin/tocsin.mjs");

let project: Project;
beforeEach(() => {
  project = new Project();
  project.alert(50);
  project.commit("begin");
  project.git("checkout", "--quiet", "-b", "branch");
  // The findings are not what is tested here: the hook lets every commit through that could be reviewed.
  project.write(
    ".git/hooks/pre-commit",
    `#!/bin/sh\n"${process.execPath}" "${tool}" review --base main --stack local >&2 || test $? -eq 1\n`,
  );
  chmodSync(path.join(project.folder, ".git/hooks/pre-commit"), 0o755);
});
afterEach(() => project.destroy());

describe("a review in a pre-commit hook", () => {
  it("leaves what `git commit -a` commits as it is", () => {
    project.alert(80);
    project.git("commit", "--quiet", "-a", "-m", "loosen");
    expect(project.git("show", "HEAD:alerts/shop.ts")).toContain("above(80,");
    expect(project.git("status", "--porcelain")).toBe("");
  });

  it("leaves what is staged in a linked worktree as it is", () => {
    const holder = realpathSync(mkdtempSync(path.join(tmpdir(), "tocsin-linked-")));
    const linked = path.join(holder, "linked");
    try {
      project.git("worktree", "add", "--quiet", "-b", "other", linked);
      symlinkSync(path.resolve("node_modules"), path.join(linked, "node_modules"));
      project.alert(80);
      const staged = project.git("hash-object", "-w", "alerts/shop.ts");
      project.git("checkout", "--quiet", "alerts/shop.ts");
      project.git("-C", linked, "update-index", "--cacheinfo", `100644,${staged},alerts/shop.ts`);
      project.git("-C", linked, "commit", "--quiet", "-m", "loosen");
      expect(project.git("show", "other:alerts/shop.ts")).toContain("above(80,");
      expect(project.git("ls-tree", "-r", "--name-only", "other")).toContain("Pulumi.yaml");
    } finally {
      rmSync(holder, { recursive: true, force: true });
    }
  });
});

describe("the environment of git", () => {
  it("has nothing that binds it to the repository of a hook", () => {
    const bound = {
      GIT_DIR: "/x",
      GIT_INDEX_FILE: "/x",
      GIT_WORK_TREE: "/x",
      GIT_OBJECT_DIRECTORY: "/x",
      GIT_PREFIX: "x",
    };
    expect(gitEnvironment({ ...bound, PATH: "/bin", GIT_SSH_COMMAND: "ssh" })).toEqual({
      PATH: "/bin",
      GIT_SSH_COMMAND: "ssh",
    });
  });
});
