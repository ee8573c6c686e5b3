import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { engineLines, executable, fakeGo, root, sandbox, start } from "./sandbox.ts";

const script = join(root, "packages/tocsin/src/engine/install/engine.mjs");

test("an engine on PATH is used, and nothing is fetched or kept", async () => {
  const machine = sandbox();
  const pulumi = executable(join(machine.bin, "pulumi"), ["echo v3.300.1"]);
  expect(await start(script, machine.env).done).toEqual({ code: 0, stdout: `${pulumi}\n`, stderr: "" });
  expect(existsSync(machine.cache)).toBe(false);
});

test("an engine on PATH that is too old is passed over", async () => {
  const machine = sandbox();
  executable(join(machine.bin, "pulumi"), ["echo v3.100.0"]);
  fakeGo(machine);
  const run = await start(script, machine.env).done;
  expect(run.stdout).toBe(`${join(machine.engineFolder, "pulumi")}\n`);
});

test("the build is the pinned one, outside the work tree, and the next run finds it in the cache", async () => {
  const machine = sandbox();
  fakeGo(machine);
  const command = join(machine.engineFolder, "pulumi");
  const first = await start(script, machine.env).done;
  expect(first.stdout).toBe(`${command}\n`);
  expect(first.stderr).toContain("building Pulumi 3.259.0 from source with go1.26.8");
  expect(await start(script, machine.env).done).toEqual({ code: 0, stdout: `${command}\n`, stderr: "" });
  expect(machine.builds()).toHaveLength(1);
  expect(machine.builds()[0]).toContain("-trimpath -tags osusergo,grpcnotrace");
  expect(machine.builds()[0]).toContain("common/version.Version=v3.259.0");
  expect(machine.builds()[0]).not.toContain(`-o ${root}`);
  expect(readdirSync(machine.engineFolder)).toEqual(["pulumi", "ran.json"]);
});

test("two runs at once build once: the second waits, says so, and uses what the first made", async () => {
  const machine = sandbox();
  fakeGo(machine, { seconds: 2 });
  const runs = await Promise.all([start(script, machine.env).done, start(script, machine.env).done]);
  expect(runs.map(({ code }) => code)).toEqual([0, 0]);
  expect(new Set(runs.map(({ stdout }) => stdout))).toEqual(new Set([`${join(machine.engineFolder, "pulumi")}\n`]));
  expect(machine.builds()).toHaveLength(1);
  expect(
    runs.filter(({ stderr }) => /waiting for process \d+, which is busy with getting the Pulumi engine/.test(stderr)),
  ).toHaveLength(1);
});

test("a kept engine that has run is not started again for its version, one that is another file is", async () => {
  const machine = sandbox();
  const starts = join(machine.cache, "starts");
  const kept = join(machine.engineFolder, "pulumi");
  const run = () => start(script, machine.env).done;
  const started = () => readFileSync(starts, "utf8");
  executable(kept, [`echo first >> '${starts}'`, "echo v3.259.0"]);
  expect([(await run()).code, (await run()).code, started()]).toEqual([0, 0, "first\n"]);
  executable(kept, [`echo second >> '${starts}'`, "echo v3.259.0"]);
  expect([(await run()).code, (await run()).code, started()]).toEqual([0, 0, "first\nsecond\n"]);
  writeFileSync(join(machine.engineFolder, "ran.json"), '{"version":"3.259');
  expect([(await run()).code, started()]).toEqual([0, "first\nsecond\nsecond\n"]);
});

test("a kept engine that does not run is removed and made again", async () => {
  const machine = sandbox();
  executable(join(machine.engineFolder, "pulumi"), ["exit 1"]);
  fakeGo(machine);
  const run = await start(script, machine.env).done;
  expect(run.code).toBe(0);
  expect(run.stderr).toContain(`${join(machine.engineFolder, "pulumi")} does not run: making it again`);
});

test("an engine that cannot be had is one message with the three ways and why each failed, and exit code 2", async () => {
  const machine = sandbox();
  const run = await start(script, machine.env).done;
  expect(run.code).toBe(2);
  expect(run.stdout).toBe("");
  expect(run.stderr.match(/could not be got/g)).toHaveLength(1);
  expect(run.stderr).toContain("on PATH: no pulumi there");
  expect(run.stderr).toContain("download: switched off by TOCSIN_ENGINE_OFFLINE=1");
  expect(run.stderr).toContain("building from source: no go on PATH");
  for (const way of ["1. install Pulumi", "2. run this where", "3. install Go 1.26"]) expect(run.stderr).toContain(way);
  expect(run.stderr).not.toMatch(/\bat .*\.mjs:/);
  expect(readdirSync(machine.engineFolder)).toEqual([]);
});

test("a Go that is too old is named as such", async () => {
  const machine = sandbox();
  fakeGo(machine, { version: "go1.25.3" });
  const run = await start(script, machine.env).done;
  expect(run.code).toBe(2);
  expect(run.stderr).toContain("is go1.25.3; Go 1.26 or newer is needed");
});

test("a build that fails or makes something that does not run leaves nothing behind", async () => {
  const machine = sandbox();
  executable(join(machine.bin, "go"), [
    'if [ "$1" = env ]; then echo go1.26.8; exit 0; fi',
    'while [ "$1" != -o ]; do shift; done',
    'echo nonsense > "$2"; /bin/chmod +x "$2"',
  ]);
  const run = await start(script, machine.env).done;
  expect(run.code).toBe(2);
  expect(run.stderr).toMatch(/building from source: .*version. failed/);
  expect(readdirSync(machine.engineFolder)).toEqual([]);
});

test("a cache that cannot be written is said, not thrown", async () => {
  const machine = sandbox();
  writeFileSync(machine.cache, "a file where a folder should be");
  const run = await start(script, machine.env).done;
  expect(run.code).toBe(2);
  expect(run.stderr).toContain("keeping it in the cache");
  expect(run.stderr).not.toMatch(/\bat .*\.mjs:/);
});

test("TOCSIN_ENGINE_PATH is used and no other; when it does not run that is the error", async () => {
  const machine = sandbox();
  executable(join(machine.bin, "pulumi"), engineLines);
  const own = executable(join(machine.cache, "my-pulumi"), ["echo v3.250.0"]);
  expect((await start(script, { ...machine.env, TOCSIN_ENGINE_PATH: own }).done).stdout).toBe(`${own}\n`);
  const run = await start(script, { ...machine.env, TOCSIN_ENGINE_PATH: "/nowhere/pulumi" }).done;
  expect(run.code).toBe(2);
  expect(run.stderr).toBe("tocsin: TOCSIN_ENGINE_PATH is set, but /nowhere/pulumi does not exist\n");
});
