import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Project, review, reviewWith } from "./project.ts";

let project: Project;
let base: string;
beforeEach(() => {
  project = new Project();
  project.alert(50);
  base = project.commit("begin");
});
afterEach(() => project.destroy());

/** A commit that a remote has, as far as git knows. */
function pushed(message: string): string {
  const commit = project.commit(message);
  project.git("update-ref", "refs/remotes/origin/branch", commit);
  return commit;
}

const at = (commit: string, file = "alerts/shop.ts") =>
  `| [shop/errors](https://github.com/acme/shop/blob/${commit}/${file}#L2)<br>page |`;

describe("an alert in a review", () => {
  it.each([
    "git@github.com:acme/shop.git",
    "https://somebody:secret@github.com/acme/shop",
    "ssh://git@github.com/acme/shop.git",
  ])("is a link to its line at the commit, where origin is %s", async (remote) => {
    project.git("remote", "add", "origin", remote);
    project.alert(80);
    const commit = pushed("loosen");
    const { output } = await review(project.folder, "--base", base);
    expect(output).toContain(at(commit));
    expect(output).not.toContain("secret");
  });

  it("that is gone is a link to its line in the base", async () => {
    project.git("remote", "add", "origin", "git@github.com:acme/shop.git");
    project.write("alerts/shop.ts", "export {};\n");
    pushed("remove");
    const { output } = await review(project.folder, "--base", base);
    expect(output).toContain(at(base));
  });

  it("is no link before its commit is pushed, with changes that are in no commit, or where origin is another host", async () => {
    project.git("remote", "add", "origin", "git@github.com:acme/shop.git");
    project.alert(80);
    expect((await review(project.folder, "--base", base)).output).toContain("| shop/errors<br>page |");
    project.commit("loosen");
    expect((await review(project.folder, "--base", base)).output).toContain("| shop/errors<br>page |");
    project.git("remote", "set-url", "origin", "https://git.example.com/acme/shop.git");
    pushed("the same");
    expect((await review(project.folder, "--base", base)).output).toContain("| shop/errors<br>page |");
  });

  it("is a link to the branch's own commit in a workflow, whose checkout is a merge", async () => {
    project.alert(80);
    project.commit("loosen");
    const event = path.join(project.folder, ".git/event.json");
    const env = {
      GITHUB_SERVER_URL: "https://github.com",
      GITHUB_REPOSITORY: "acme/shop",
      GITHUB_SHA: "f".repeat(40),
      GITHUB_EVENT_PATH: event,
    };
    project.write(".git/event.json", JSON.stringify({ pull_request: { head: { sha: "a".repeat(40) } } }));
    expect((await reviewWith(env, project.folder, "--base", base)).output).toContain(at("a".repeat(40)));
    project.write(".git/event.json", JSON.stringify({ workflow_run: { head_sha: "c".repeat(40) } }));
    expect((await reviewWith(env, project.folder, "--base", base)).output).toContain(at("c".repeat(40)));
    project.write(".git/event.json", "no event");
    expect((await reviewWith(env, project.folder, "--base", base)).output).toContain(at("f".repeat(40)));
    const odd = { ...env, GITHUB_REPOSITORY: "acme/shop/../../evil" };
    expect((await reviewWith(odd, project.folder, "--base", base)).output).toContain("| shop/errors<br>page |");
  });
});
