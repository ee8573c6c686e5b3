import { execFileSync } from "node:child_process";
import { cpSync, existsSync, rmSync, statSync, utimesSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { root, start, temporaryFolder } from "./sandbox.ts";

/** This checkout as a clone would have it: no packages, no bundle. */
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
  const bin = join(folder, "bin", "tocsin.mjs");
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
  const bundle = join(folder, "dist", "main.js");
  const before = statSync(bundle).mtimeMs;
  expect(await start(bin, process.env, ["--help"]).done).toMatchObject({ code: 0, stderr: "" });
  expect(statSync(bundle).mtimeMs).toBe(before);

  // A changed source is bundled again, a lost bundle too; packages stay.
  utimesSync(join(folder, "src", "cli", "main.ts"), new Date(), new Date());
  const changed = await start(bin, process.env, ["--help"]).done;
  expect(changed.stderr).toBe("tocsin: bundling the command line (its sources have changed)\n");
  rmSync(join(folder, "dist"), { recursive: true });
  const lost = await start(bin, process.env, ["--help"]).done;
  expect(lost).toMatchObject({ code: 0, stderr: "tocsin: bundling the command line\n" });
});
