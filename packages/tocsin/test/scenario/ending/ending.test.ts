/** What a command's exit code says when the command did not come to its own end. The real binary, as typed. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, cpSync, mkdirSync, mkdtempSync, openSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { ensureSetUp } from "../../../../../tools/setup.mjs";
import { Project } from "../review/project.ts";

const binary = path.resolve("packages/tocsin/bin/tocsin.mjs");

let project: Project;
// Else the first command says that it bundles the command line.
beforeAll(() => ensureSetUp({ quiet: true }).then(() => undefined));
beforeEach(() => {
  project = new Project();
  project.alert(50);
});
afterEach(() => project.destroy());

interface Options {
  stdout?: number | "closed";
  node?: string[];
  file?: string;
}

async function tocsin(args: string[], { stdout = undefined, node = [], file = binary }: Options = {}) {
  const out = typeof stdout === "number" ? stdout : "pipe";
  const child = spawn(process.execPath, [...node, file, ...args], {
    cwd: project.folder,
    env: { ...process.env, NO_COLOR: "1" },
    stdio: ["ignore", out, "pipe"],
  });
  let [printed, said] = ["", ""];
  if (stdout === "closed") child.stdout?.destroy();
  else child.stdout?.on("data", (chunk: Buffer) => (printed += chunk.toString()));
  child.stderr?.on("data", (chunk: Buffer) => (said += chunk.toString()));
  const [code] = await once(child, "close");
  return { code: Number(code), printed, said };
}

describe("a reader that closes the pipe", () => {
  it.each([["--help"], ["lint"], ["lint", "--json"], ["compile", "--stack", "local", "--json"]])(
    "changes nothing: %s %s",
    async (...args) => {
      const own = await tocsin(args);
      const { code, said } = await tocsin(args, { stdout: "closed" });
      expect({ code, said }).toEqual({ code: own.code, said: own.said });
      expect(said).not.toContain("EPIPE");
    },
  );

  it("leaves the exit code of what was found", async () => {
    project.alert('"many"');
    const own = await tocsin(["lint"]);
    expect(own.code).not.toBe(0);
    expect(await tocsin(["lint"], { stdout: "closed" })).toMatchObject({ code: own.code, said: own.said });
  });
});

it("output that a full disk does not take is told, and is no success", async () => {
  const full = openSync("/dev/full", "w");
  const { code, said } = await tocsin(["lint"], { stdout: full });
  closeSync(full);
  expect({ code, said }).toEqual({
    code: 3,
    said: expect.stringMatching(/not all of the output could be written \(ENOSPC\)/),
  });
  expect(said).not.toMatch(/^\s+at /m);
});

describe("what a definition does to the process", () => {
  it("is an error in its file when it ends it", async () => {
    project.write("alerts/ends.ts", "\nprocess.exit(0);\n");
    const { code, printed, said } = await tocsin(["lint"]);
    expect(`${printed}${said}`).toMatch(/ends the process \(process\.exit\)\n --> alerts\/ends\.ts:2\n/);
    expect(code).not.toBe(0);
    const compiled = await tocsin(["compile", "--stack", "local"]);
    expect([compiled.code, compiled.printed]).toEqual([2, ""]);
  });

  it.each([
    [
      "ends it later",
      "setTimeout(() => process.exit(0), 1);",
      "ended before the command did, so nothing is known. PLACE",
    ],
    [
      "ends it later as if something was found",
      "setTimeout(() => process.exit(1), 1);",
      "PLACE ended it (process.exit).",
    ],
    ["waits for what never comes", "await new Promise(() => {});", "tocsin: the process ended before"],
    [
      "throws later",
      "setTimeout(() => { throw new Error('too late'); }, 1);",
      "PLACE failed after it was loaded: too late",
    ],
    [
      "leaves a promise that fails later",
      "setTimeout(() => Promise.reject(new Error('nobody waits')), 1);",
      "PLACE failed after it was loaded: nobody waits",
    ],
  ])("is never a clean end: it %s", async (_, text, told) => {
    project.write("alerts/later.ts", `\n${text}\nexport {};\n`);
    const { code, said } = await tocsin(["verify", "--stack", "local"]);
    expect(said).toContain(told.replace("PLACE", "alerts/later.ts:2"));
    expect(code).toBe(3);
    expect(said).not.toMatch(/^\s+at /m);
  });

  it.each([
    [
      "leaves a promise that has failed",
      "void Promise.reject(new Error('no flags'));",
      "nothing awaits a promise that was rejected: no flags",
    ],
    [
      "changes the environment",
      "process.env.DD_SITE = 'example.com';",
      "it changes the environment (process.env.DD_SITE)",
    ],
    ["takes from the environment", "delete process.env.PATH;", "it changes the environment (process.env.PATH)"],
    ["changes the folder", "process.chdir('/');", "it changes the working folder (process.chdir)"],
  ])("is an error in its file: it %s", async (_, text, told) => {
    project.write("alerts/changes.ts", `\n${text}\nexport {};\n`);
    const { code, said } = await tocsin(["compile", "--stack", "local"]);
    expect(said).toContain(`error[load/failed] a definition file cannot be run: ${told}\n --> alerts/changes.ts:2\n`);
    expect(code).toBe(2);
  });

  it("is not in the command's output: what it prints is beside it", async () => {
    project.write("alerts/prints.ts", 'console.log("loaded");\nprocess.stdout.write("more\\n");\nexport {};\n');
    const { code, printed, said } = await tocsin(["compile", "--stack", "local", "--json"]);
    expect([code, JSON.parse(printed).definitions.length]).toEqual([0, 1]);
    expect(said).toContain("loaded\nmore\n");
  });

  it.each([
    ["a timer", "setInterval(() => {}, 60_000);"],
    ["a server", 'import { createServer } from "node:http";\ncreateServer().listen(0, "127.0.0.1");'],
  ])("does not keep the command: it leaves %s running", async (_, text) => {
    project.write("alerts/running.ts", `${text}\nexport {};\n`);
    const { code, printed } = await tocsin(["compile", "--stack", "local", "--json"]);
    expect([code, JSON.parse(printed).definitions.length]).toEqual([0, 1]);
  });

  it("is undone where it sets the exit code", async () => {
    project.write("alerts/code.ts", "process.exitCode = 1;\nexport {};\n");
    expect((await tocsin(["compile", "--stack", "local"])).code).toBe(0);
  });
});

it("says that the folder is gone in which it is called", async () => {
  const child = spawn("sh", ["-c", `rmdir "$PWD" && exec "${process.execPath}" "${binary}" lint`], {
    cwd: mkdtempSync(path.join(tmpdir(), "tocsin-gone-")),
    stdio: ["ignore", "ignore", "pipe"],
  });
  let said = "";
  child.stderr.on("data", (chunk: Buffer) => (said += chunk.toString()));
  const [code] = await once(child, "close");
  expect(code).toBe(3);
  expect(said).toBe("tocsin: the current folder is no longer there\n");
});

describe("a part of the tool that is missing", () => {
  it("a package", async () => {
    const hook = `data:text/javascript,${encodeURIComponent(`
      import { register } from "node:module";
      register("data:text/javascript," + encodeURIComponent(\`
        export async function resolve(name, context, next) {
          if (name === "esbuild") throw Object.assign(new Error("Cannot find package 'esbuild'"), { code: "ERR_MODULE_NOT_FOUND" });
          return next(name, context);
        }\`));`)}`;
    const { code, said } = await tocsin(["lint"], { node: ["--import", hook] });
    expect({ code, said }).toEqual({
      code: 3,
      said: expect.stringMatching(/^Unexpected: Cannot find package 'esbuild'/m),
    });
    expect(said).not.toMatch(/^\s+at /m);
  });

  it.each([
    ["all but the binary", []],
    [
      "a script",
      [
        ...["tools/command.mjs", "tools/setup.mjs", "packages/tocsin/src/cli/main.ts"],
        ...["packages/tocsin/src/shared/ending.mjs", "packages/tocsin/src/shared/failure.mjs"],
      ],
    ],
  ])("%s", async (_, files) => {
    const folder = mkdtempSync(path.join(tmpdir(), "tocsin-incomplete-"));
    try {
      for (const file of ["packages/tocsin/bin/tocsin.mjs", "packages/tocsin/package.json", ...files]) {
        mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
        cpSync(file, path.join(folder, file));
      }
      const { code, said } = await tocsin(["lint"], { file: path.join(folder, "packages/tocsin/bin/tocsin.mjs") });
      expect({ code, said }).toEqual({
        code: 3,
        said: expect.stringMatching(/^tocsin: this installation is incomplete: /),
      });
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
