import { execFileSync } from "node:child_process";
import { cpSync, existsSync, rmSync, statSync, utimesSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { root, start, temporaryFolder } from "./sandbox.ts";

/** This checkout as a clone would have it: no packages, nothing built. */
function clone(): string {
  const folder = join(temporaryFolder(), "tocsin");
  const list = execFileSync("git", ["ls-files", "-co", "--exclude-standard", "-z"], { cwd: root, encoding: "utf8" });
  for (const path of list.split("\0")) {
    if (path !== "" && existsSync(join(root, path))) cpSync(join(root, path), join(folder, path));
  }
  return folder;
}

test("the first command in a fresh clone sets it up, once, also when two start together", async () => {
  const folder = clone();
  const bin = join(folder, "packages/tocsin/bin/tocsin.mjs");
  const [a, b] = await Promise.all([
    start(bin, process.env, ["--help"]).done,
    start(bin, process.env, ["--help"]).done,
  ]);
  for (const run of [a, b]) {
    expect(run.stderr).not.toContain("failed");
    expect(run.code).toBe(0);
    expect(run.stdout).toMatch(/^Usage: tocsin/);
  }
  expect([a, b].filter((run) => run.stderr.includes("installing npm packages in"))).toHaveLength(1);
  expect([a, b].filter((run) => run.stderr.includes("busy with the set-up of this checkout"))).toHaveLength(1);

  // Set up, it says nothing of its own and writes nothing.
  const bundle = join(folder, "packages/tocsin/dist/main.js");
  const before = statSync(bundle).mtimeMs;
  expect(await start(bin, process.env, ["--help"]).done).toMatchObject({ code: 0, stderr: "" });
  expect(statSync(bundle).mtimeMs).toBe(before);

  // A changed source is built again, a lost build too; packages stay.
  utimesSync(join(folder, "packages/tocsin/src/cli/main.ts"), new Date(), new Date());
  const changed = await start(bin, process.env, ["--help"]).done;
  expect(changed.stderr).toBe("tocsin: building the packages\n");
  rmSync(join(folder, "packages/tocsin/dist"), { recursive: true });
  const lost = await start(bin, process.env, ["--help"]).done;
  expect(lost).toMatchObject({ code: 0, stderr: "tocsin: building the packages\n" });
});
