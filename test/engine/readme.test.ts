import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

/** The README's commands, run as they stand there. */
const root = path.resolve(import.meta.dirname, "../..");
const readme = readFileSync(path.join(root, "README.md"), "utf8");
const directory = mkdtempSync(path.join(tmpdir(), "tocsin-readme-"));

const commands = [
  ...new Set([...readme.matchAll(/(?:^ {4}|`)(npx tocsin [^`\n]*)/gm)].map((match) => (match[1] ?? "").trim())),
];

async function run(command: string): Promise<{ code: number; output: string }> {
  const file = path.join(directory, "vercel.json");
  const words = command
    .replace(/path\/to\/vercel\.json|FILE/g, file)
    .split(" ")
    .slice(2);
  const env = { ...process.env, TOCSIN_LOCAL_DIR: directory, CI: "true", NO_COLOR: "1" };
  return promisify(execFile)(process.execPath, [path.join(root, "bin", "tocsin.mjs"), ...words], {
    cwd: root,
    env,
  }).then(
    ({ stdout, stderr }) => ({ code: 0, output: stdout + stderr }),
    (error: { code: number; stdout: string; stderr: string }) => ({
      code: error.code,
      output: error.stdout + error.stderr,
    }),
  );
}

const forReal = (command: string) => /--stack (staging|prod)\b/.test(command);
const last = (command: string) => command.endsWith("local down");

beforeAll(async () => {
  const start = await run("npx tocsin start");
  expect(start.output).toMatch(/definitions are live as \d+ objects of 4 vendors/);
  expect(start.code).toBe(0);
});
afterAll(async () => {
  await run("npx tocsin local down");
  rmSync(directory, { recursive: true, force: true });
});

describe("the README", () => {
  it("shows commands", () => {
    expect(commands.length).toBeGreaterThan(9);
    expect(commands.filter(forReal).length).toBeGreaterThan(2);
  });

  it.each(commands.filter((command) => !forReal(command) && !last(command)))(
    "%s works on the local stack",
    async (command) => {
      const { code, output } = await run(command);
      expect(output).not.toBe("");
      expect(code, output).toBe(0);
    },
  );

  it.each(commands.filter(forReal))("%s says what is left to fill in, and touches nothing", async (command) => {
    const { code, output } = await run(command);
    expect(output).toMatch(/still holds a placeholder/);
    expect(code).toBe(command.includes(" lint ") ? 1 : 2);
  });

  it("ends everything with local down", async () => {
    const { code } = await run("npx tocsin local down");
    expect(code).toBe(0);
    expect((await run("npx tocsin local status")).output).toMatch(/not running/);
  });

  it("names every command that there is, or the help does", async () => {
    const help = (await run("npx tocsin --help")).output;
    for (const command of commands) expect(help).toMatch(new RegExp(`^ {2}${command.split(" ")[2]}\\b`, "m"));
  });
});
