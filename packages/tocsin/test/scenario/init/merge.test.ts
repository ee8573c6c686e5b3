/** The recipe of docs/taking-changes.md, as it stands there: a fork of init's making takes a later change of ours. */
import { execFileSync } from "node:child_process";
import { appendFile, cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { lintProject } from "../../../src/app/lint/run.ts";
import { FirstDay, flags, root } from "./first-day.ts";

let folder: string;
let ours: string;
let fork: string;
let day: FirstDay;

const run = (cwd: string, command: string) =>
  execFileSync("sh", ["-e", "-c", command], {
    cwd,
    stdio: "pipe",
    encoding: "utf8",
    env: {
      ...process.env,
      ...{ GIT_AUTHOR_NAME: "T", GIT_AUTHOR_EMAIL: "t@example.com", GIT_EDITOR: "true" },
      ...{ GIT_COMMITTER_NAME: "T", GIT_COMMITTER_EMAIL: "t@example.com" },
    },
  });

/** The n-th block of commands on the page. */
const recipe = async (n: number): Promise<string> => {
  const page = await readFile(path.join(root, "docs/taking-changes.md"), "utf8");
  return [...page.matchAll(/```sh\n([\s\S]*?)```/g)][n]?.[1] ?? "";
};

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "tocsin-merge-"));
  ours = path.join(folder, "ours");
  fork = path.join(folder, "fork");
  const listed = run(
    root,
    "git ls-files --cached --others --exclude-standard -- ':!packages/*/test/*' ':!packages/emulators' ':!tools'",
  );
  for (const file of listed.split("\n").filter((one) => one !== "")) {
    await mkdir(path.dirname(path.join(ours, file)), { recursive: true });
    await cp(path.join(root, file), path.join(ours, file)).catch(() => {});
  }
  run(ours, "git init --quiet --initial-branch main && git add --all && git commit --quiet --message Ours");
  run(folder, "git clone --quiet ours fork");
  await symlink(path.join(root, "node_modules"), path.join(fork, "node_modules"));
  await appendFile(path.join(fork, ".git/info/exclude"), "node_modules\n");
  day = FirstDay.in(fork);
  const { code, output } = await day.init([...flags, "--yes", "--starters"]);
  expect(code, output).toBe(0);
  run(fork, "git add --all && git commit --quiet --message 'First day'");
  run(fork, (await recipe(0)).replace("ADDRESS_OF_THIS_REPOSITORY", "../ours"));
});
afterEach(async () => {
  await day.end();
  await rm(folder, { recursive: true, force: true });
});

/** What the team has, by path. */
const theirs = async (): Promise<string> => {
  const files = [
    "alerts",
    "synthetics",
    "test/alerts",
    "lint.yaml",
    "init.yaml",
    "Pulumi.prod.yaml",
    "Pulumi.local.yaml",
  ];
  return run(fork, `git ls-files --stage -- ${files.join(" ")} test/playbooks.yaml adopted.yaml`).replace(
    / \d\t/g,
    " ",
  );
};

test("a change of src arrives, whatever we did to the examples meanwhile", async () => {
  await appendFile(path.join(ours, "packages/tocsin/src/shared/usage-error.ts"), "\n// later\n");
  await writeFile(path.join(ours, "packages/tocsin/src/model/later.ts"), "export const later = true;\n");
  await appendFile(path.join(ours, "alerts/tips.ts"), "\n// changed\n");
  await appendFile(path.join(ours, "alerts/routes.ts"), "\n// changed\n");
  await appendFile(path.join(ours, "Pulumi.prod.yaml"), "# changed\n");
  await appendFile(path.join(ours, "test/playbooks.yaml"), "# changed\n");
  await appendFile(path.join(ours, "lint.yaml"), "# changed\n");
  await writeFile(path.join(ours, "alerts/new-example.ts"), "// an example more\n");
  await rm(path.join(ours, "alerts/tips-photos.ts"));
  run(ours, "git add --all && git commit --quiet --message Later");
  const before = await theirs();

  run(fork, await recipe(1));

  expect(run(fork, "git status --porcelain")).toBe("");
  expect(run(fork, "git log -1 --format=%p").trim().split(" ")).toHaveLength(2);
  expect(await theirs()).toBe(before);
  expect((await readdir(path.join(fork, "alerts"))).sort()).toEqual(["cliply-web.ts", "routes.ts", "tips.ts"]);
  expect(await readFile(path.join(fork, "packages/tocsin/src/shared/usage-error.ts"), "utf8")).toContain("// later");
  expect(await readFile(path.join(fork, "packages/tocsin/src/model/later.ts"), "utf8")).toContain("later");
  const { report } = await lintProject({ root: fork, today: new Date() });
  expect(report.problems).toEqual([]);
});

test("a change of src alone needs nothing to be settled", async () => {
  await appendFile(path.join(ours, "packages/tocsin/src/shared/usage-error.ts"), "\n// later\n");
  run(ours, "git commit --quiet --all --message Later");
  const before = await theirs();
  run(fork, await recipe(1));
  expect(run(fork, "git diff --name-only HEAD~1 HEAD").trim()).toBe("packages/tocsin/src/shared/usage-error.ts");
  expect(await theirs()).toBe(before);
});
