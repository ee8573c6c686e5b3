import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { root, start, temporaryFolder } from "./sandbox.ts";

/** What set-up needs to begin, and a file in the place of a folder: that stops every user, root too. */
function checkout(): string {
  const folder = temporaryFolder();
  const needed = ["tools", "packages/tocsin/src/engine/install", "packages/tocsin/src/shared", "package-lock.json"];
  for (const path of needed) cpSync(join(root, path), join(folder, path), { recursive: true });
  writeFileSync(join(folder, "package.json"), "{}");
  writeFileSync(join(folder, ".local"), "");
  return folder;
}

test("a checkout that cannot be written says so in a sentence, and how it gets ready all the same", async () => {
  const folder = checkout();
  const run = await start(join(folder, "tools/setup.mjs"), process.env).done;
  expect([run.code, run.stderr]).toEqual([
    2,
    `tocsin: this checkout is not set up, and ${join(folder, ".local")} cannot be written: something else is there. ` +
      "Run `npm ci` and `npx tocsin list` once as somebody who may write there: after that it may be read-only.\n",
  ]);
});

test("the engine's installer says what of the cache cannot be written", async () => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, "bin"));
  writeFileSync(join(folder, "cache"), "");
  const env = { PATH: join(folder, "bin"), TOCSIN_CACHE: join(folder, "cache"), TOCSIN_ENGINE_OFFLINE: "1" };
  const run = await start(join(root, "packages/tocsin/src/engine/install/engine.mjs"), env).done;
  expect(run.code).toBe(2);
  expect(run.stderr).toMatch(/keeping it in the cache: .* cannot be written: a part of its path is no folder$/m);
});

test("what the disk does not allow ends every script of ours in a sentence", async () => {
  const folder = temporaryFolder();
  const script = join(folder, "script.mjs");
  writeFileSync(
    script,
    `import { writeFileSync } from "node:fs";
    import { runMain } from ${JSON.stringify(join(root, "packages/tocsin/src/shared/run-main.mjs"))};
    await runMain(() => writeFileSync(${JSON.stringify(folder)}, ""));`,
  );
  const run = await start(script, process.env).done;
  expect([run.code, run.stderr]).toEqual([2, `tocsin: ${folder} cannot be opened: it is a folder.\n`]);
});
