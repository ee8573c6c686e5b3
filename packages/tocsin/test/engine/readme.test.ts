import { execFile } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { typed } from "../support/typed.ts";

/** The commands of the README and of docs/, run as they stand there. */
const root = path.resolve(import.meta.dirname, "../../../..");
const directory = mkdtempSync(path.join(tmpdir(), "tocsin-readme-"));
const read = (file: string) => readFileSync(path.join(root, file), "utf8");

/** The README comes last: its commands may build on what the pages have made. */
const documents = [
  ...readdirSync(path.join(root, "docs"), { recursive: true, encoding: "utf8" })
    // Pages that are followed step by step have a test of their own: test/engine/following.
    .filter((file) => file.endsWith(".md") && !path.basename(file).startsWith("adding-"))
    .sort()
    .map((file) => `docs/${file}`),
  "README.md",
];

/** In the order of the pages, each once. */
const commands = [
  ...new Set(
    documents.flatMap((file) =>
      [...read(file).matchAll(/(?:^ {4}|`)(npx tocsin [^`\n]*)/gm)].map((match) => (match[1] ?? "").trim()),
    ),
  ),
];

interface Ran {
  code: number;
  output: string;
}

/** `path/to/x.json`, `x.json` and FILE are files in the test's own folder. */
function wordsOf(command: string): string[] {
  const words = [...command.matchAll(/"([^"]*)"|(\S+)/g)].map((match) => match[1] ?? match[2] ?? "").slice(2);
  return words.map((word) => {
    if (word === "FILE") return path.join(directory, "vercel.json");
    return word.endsWith(".json") ? path.join(directory, path.basename(word)) : word;
  });
}

async function run(command: string): Promise<Ran> {
  const env = { ...process.env, TOCSIN_LOCAL_DIR: directory, CI: "true", NO_COLOR: "1" };
  const tocsin = [...typed, ...wordsOf(command)];
  // A command that waits for somebody would hang the run: it is ended, and fails.
  const options = { cwd: root, env, maxBuffer: 64 * 1024 * 1024, timeout: 300_000 };
  return promisify(execFile)(process.execPath, tocsin, options).then(
    ({ stdout, stderr }) => ({ code: 0, output: stdout + stderr }),
    (error: { code: number; stdout: string; stderr: string }) => ({
      code: error.code,
      output: error.stdout + error.stderr,
    }),
  );
}

const firstDay = (command: string) => / init\b/.test(command);
const offline = (command: string) => command.includes(" evidence ");
/** The emulated vendors hold one stack at a time: test/engine/rehearsal does what the page says. */
const rehearsal = (command: string) => command.includes(" local up --stack ");
const forReal = (command: string) =>
  /--stack (staging|prod)\b/.test(command) && ![offline, firstDay, rehearsal].some((kind) => kind(command));
const foreign = (command: string) => command.includes("--public-key");
const routine = (command: string) => / (daily|weekly|check) /.test(command);
const quarter = (command: string) => command.includes(" quarterly ");
const reviews = (command: string) => command.includes(" review ");
const last = (command: string) => command.endsWith("local down");

/** Numbers, ids and the widths of columns differ from run to run. */
const alike = (line: string) =>
  line
    // Where the test has its local folder.
    .replace(/( Report +|^Report: )\S+/, "Report: #")
    .replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, "#")
    .replace(/\b[a-z0-9]{3}-[a-z0-9]{3}-[a-z0-9]{3}\b/g, "#")
    .replace(/\d+(\.\d+)?/g, "#")
    .trim()
    .replace(/\s+/g, " ");

let started: Ran;
beforeAll(async () => {
  started = await run("npx tocsin start");
});
afterAll(async () => {
  await run("npx tocsin local down");
  rmSync(directory, { recursive: true, force: true });
});

describe("the README and docs/", () => {
  it("show what npm start prints, in its order", () => {
    expect(started.code, started.output).toBe(0);
    const [, transcript = ""] = /<!-- transcript -->\n```text\n([\s\S]*?)```/.exec(read("README.md")) ?? [];
    const shown = transcript.split("\n").filter((line) => line.trim() !== "" && line.trim() !== "...");
    expect(shown.length).toBeGreaterThan(15);
    const printed = started.output.split("\n").map(alike);
    let at = 0;
    for (const line of shown) {
      const found = printed.indexOf(alike(line), at);
      expect(found, `"${line}" is not printed after what stands above it in the README`).toBeGreaterThan(-1);
      at = found + 1;
    }
  });

  it("show commands", () => {
    expect(commands.length).toBeGreaterThan(25);
    expect(commands.filter(forReal).length).toBeGreaterThan(4);
  });

  it.each(
    commands.filter(
      (command) =>
        ![forReal, firstDay, foreign, rehearsal, routine, quarter, reviews, last].some((kind) => kind(command)),
    ),
  )("%s works on the local stack", async (command) => {
    const { code, output } = await run(command);
    // Annotations of nothing are nothing.
    if (!command.includes("--format github")) expect(output).not.toBe("");
    expect(code, output).toBe(0);
  });

  // The drills have just made everything fail, and that is what a look at the last day finds.
  it.each(commands.filter(routine))("%s looks at everything and says what it found", async (command) => {
    const { code, output } = await run(command);
    expect(output).toMatch(
      /^(Nothing is firing in local\.|local is ok \([a-z-]+\): \d+ checks\.|local needs attention( \([a-z-]+\))?: .*\d+ ok\.)$/m,
    );
    expect([0, 1, 3]).toContain(code);
  });

  it.each(commands.filter(quarter))("%s judges what the emulated vendors have kept", async (command) => {
    const { code, output } = await run(command);
    expect(output).toMatch(/^\d+ alerts? judged, \d+ to decide about\.$/m);
    expect([0, 1, 3]).toContain(code);
  });

  // What has been changed here and not committed is for whoever changed it to judge.
  it.each(commands.filter(reviews))("%s says what changes", async (command) => {
    const { code, output } = await run(command);
    expect(output).toMatch(/alerting of local|"stack": "local"/);
    expect([0, 1]).toContain(code);
  });

  it.each(commands.filter(rehearsal))("%s says whose the emulated vendors are", async (command) => {
    const { code, output } = await run(command);
    expect({ code, output }).toEqual({
      code: 2,
      output: expect.stringContaining("The emulated vendors run for stack local, not for staging."),
    });
  });

  it.each(commands.filter(forReal))("%s says what is left to fill in, and touches nothing", async (command) => {
    const { code, output } = await run(command);
    expect(output).toMatch(/still holds a placeholder/);
    // A linter and a doctor have found what they look for.
    expect(code).toBe(/ (lint|doctor) /.test(command) ? 1 : 2);
  });

  it.each(commands.filter(firstDay))("%s asks for what it cannot know, and writes nothing", async (command) => {
    const { code, output } = await run(command);
    expect(output).toMatch(/Answers are missing or wrong[\s\S]*--stack: /);
    expect(code).toBe(2);
  });

  it.each(commands.filter(foreign))("%s refuses what another key has signed", async (command) => {
    const { output: made } = await run("npx tocsin evidence keygen");
    const [, key = ""] = /public key: (\S+)/.exec(made) ?? [];
    const { code, output } = await run(command.replace("KEY", key));
    expect(output).toMatch(/refused/);
    expect(code).toBe(1);
  });

  it("ends everything with local down", async () => {
    const { code } = await run("npx tocsin local down");
    expect(code).toBe(0);
    expect((await run("npx tocsin local status")).output).toMatch(/not running/);
  });

  it("name only commands that there are", async () => {
    const help = (await run("npx tocsin --help")).output;
    for (const command of commands) expect(help).toMatch(new RegExp(`^ {2}${command.split(" ")[2]}\\b`, "m"));
  });
});
