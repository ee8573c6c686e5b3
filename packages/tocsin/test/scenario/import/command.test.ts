import { cp, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { Command } from "commander";
import { afterAll, afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { z } from "zod";
import { createContext } from "../../../../emulators/src/context.ts";
import { createDatadog } from "../../../../emulators/src/datadog/app.ts";
import { finishInterrupted } from "../../../src/app/files/write-all.ts";
import { importCommand } from "../../../src/cli/commands/import.ts";
import { UsageError } from "../../../src/shared/usage-error.ts";

/** Changes of the folder until the kill: from then on a process that is killed does nothing more. */
const kill = vi.hoisted(() => {
  // The files of a worker share their modules: those that another file has loaded would write past the kill.
  vi.resetModules();
  return { in: "", after: Number.POSITIVE_INFINITY, made: 0 };
});
afterAll(() => void vi.resetModules());
vi.mock("node:fs", async (original) => {
  const fs = await original<typeof import("node:fs")>();
  const killable =
    <Args extends unknown[], T>(change: (...args: Args) => T) =>
    (...args: Args): T => {
      const own = kill.in !== "" && String(args[0]).startsWith(kill.in) && !String(args[0]).includes("node_modules");
      if (own && ++kill.made > kill.after) throw new Error("killed");
      return change(...args);
    };
  const { chmodSync, mkdirSync, renameSync, rmSync, writeFileSync } = fs;
  return {
    ...fs,
    chmodSync: killable(chmodSync),
    mkdirSync: killable(mkdirSync),
    renameSync: killable(renameSync),
    rmSync: killable(rmSync),
    writeFileSync: killable(writeFileSync),
  };
});

const root = path.resolve(import.meta.dirname, "../../../../..");
const url = "https://datadog.example";
let folder: string;
let before: string[];

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "tocsin-import-"));
  for (const room of ["alerts", "synthetics"])
    await cp(path.join(root, room), path.join(folder, room), { recursive: true });
  // A stack whose vendors are named by the environment.
  await writeFile(path.join(folder, "Pulumi.hand.yaml"), await readFile(path.join(root, "Pulumi.local.yaml")));
  before = await files();
});
afterEach(async () => {
  vi.unstubAllGlobals();
  await rm(folder, { recursive: true });
});

/** What is the project's own; loading keeps a cache beside it. */
const files = async () =>
  (await readdir(folder, { recursive: true })).filter((name) => /^(alerts\/|imported)/.test(name)).sort();

const query =
  'logs("source:vercel @environment:production service:tips @proxy.path:\\"/api/tips\\"").index("*").rollup("count").last("5m") > 9';

/** The emulated Datadog in place of the network, with a monitor made by hand. */
async function newDatadog() {
  const context = createContext();
  const { app } = createDatadog(context);
  const { apiKey, appKey } = context.tokens.datadog;
  const send = (where: string, init: RequestInit = {}) =>
    app.request(where, {
      ...init,
      headers: { "DD-API-KEY": apiKey, "DD-APPLICATION-KEY": appKey, "content-type": "application/json" },
    });
  vi.stubGlobal("fetch", async (input: string) => send(input.slice(url.length)));
  const make = async (changes: object = {}) => {
    const options = { thresholds: { critical: 9 } };
    const body = { name: "Too many \u001b[31mtips", type: "log alert", query, message: "look", options, ...changes };
    const answer = await send("/api/v1/monitor", { method: "POST", body: JSON.stringify(body) });
    return String(z.object({ id: z.number() }).parse(await answer.json()).id);
  };
  return { make, send, env: { DD_API_KEY: apiKey, DD_APP_KEY: appKey, DD_HOST: url } };
}

async function importOne(env: Record<string, string>, ...args: string[]) {
  let output = "";
  let code = 0;
  const program = new Command().exitOverride();
  importCommand(program.command("import"), {
    root: folder,
    env,
    print: (text) => {
      output += text;
    },
    setExitCode: (given) => {
      code = given;
    },
  });
  await program.parseAsync(["import", ...args, "--stack", "hand"], { from: "user" });
  return { output, code };
}

test("two monitors in a row go into one file", async () => {
  const { make, env } = await newDatadog();
  expect((await importOne(env, "datadog", await make(), "--file", "alerts/by-hand.ts")).code).toBe(0);
  const second = await make({ name: "Tips again", message: "@slack-acme-alerts-local @founder@example.com" });
  const { output } = await importOne(env, "datadog", second, "--file", "alerts/by-hand.ts", "--as", "tips/again");
  expect(output).toContain("is imported as tips/again: alerts/by-hand.ts, imported.yaml.");
  // It tells whom a route tells, so that is its route.
  expect(output).not.toContain("choose its route");
  const text = await readFile(path.join(folder, "alerts/by-hand.ts"), "utf8");
  expect(text.match(/^export const \w+/gm)).toEqual(["export const tooMany31mtips", "export const again"]);
  expect(text).toContain('condition: above(9, { per: minutes(5), noData: "zero" })');
  expect(text).toContain('route: "founder-and-alerts"');
  expect(await readFile(path.join(folder, "imported.yaml"), "utf8")).toContain(`tips/again/monitor: "${second}"`);
});

test("verbatim: a monitor that no definition describes, a dashboard and an objective are imported verbatim", async () => {
  const { make, send, env } = await newDatadog();
  const odd = query.replace("> 9", ">= 9");
  const id = await make({ query: odd });
  const post = async (where: string, body: object) =>
    (await send(where, { method: "POST", body: JSON.stringify(body) })).json();
  const widgets = [{ definition: { type: "note", content: "# read me" } }];
  const dashboard = z
    .object({ id: z.string() })
    .parse(await post("/api/v1/dashboard", { title: "Ops", layout_type: "ordered", widgets }));
  const [objective] = z.object({ data: z.tuple([z.object({ id: z.string() })]) }).parse(
    await post("/api/v1/slo", {
      ...{ name: "cool", type: "monitor", monitor_ids: [Number(id)], tags: [] },
      thresholds: [{ timeframe: "30d", target: 99 }],
    }),
  ).data;
  expect((await importOne(env, "datadog", dashboard.id)).output).toContain(
    "a dashboard is imported with --verbatim only",
  );
  for (const one of [id, dashboard.id, objective.id]) {
    const { code, output } = await importOne(env, "datadog", one, "--verbatim");
    expect(code, output).toBe(0);
    expect(output).toContain("adds its identity and changes nothing else");
    expect(output).not.toContain("\u001b");
  }
  const text = await readFile(path.join(folder, "alerts/imported.ts"), "utf8");
  expect(text.match(/= raw\(\{/g)).toHaveLength(3);
  expect(text).toContain(`query: ${JSON.stringify(odd)}`);
  expect(text).toContain("# read me");
  const list = await readFile(path.join(folder, "imported.yaml"), "utf8");
  expect(list).toContain(`datadog/ops/dashboard: ${dashboard.id}`);
  expect(list).toContain(`datadog/cool/slo: ${objective.id}`);
});

describe("nothing is written", () => {
  afterEach(async () => expect(await files()).toEqual(before));

  test("for what no definition describes: exit code 1, with the reason", async () => {
    const { make, env } = await newDatadog();
    const { code, output } = await importOne(env, "datadog", await make({ query: query.replace("> 9", "== 9") }));
    expect(code).toBe(1);
    expect(output).toMatch(
      /does not fit into a definition:\n {2}its query is no search whose results are counted or measured over a window\nNothing was written\. Import it as it is with --verbatim, /,
    );
    // A vendor's text is data: no escape sequence reaches the terminal.
    expect(output).not.toContain("\u001b");
  });

  test("when the vendor cannot be read: exit code 3", async () => {
    const { env } = await newDatadog();
    vi.stubGlobal("fetch", async () => new Response("", { status: 403 }));
    const { code, output } = await importOne(env, "datadog", "1");
    expect(code).toBe(3);
    expect(output).toMatch(/Datadog refused to list monitors.*\nNothing was written/);
  });

  test.each<[string, string[], RegExp]>([
    ["another vendor", ["vercel", "1"], /Resources of "vercel" cannot be imported/],
    ["an id that is nowhere", ["datadog", "12345"], /no monitor at Datadog with the id 12345/],
    ["a test that is nowhere", ["datadog", "abc-def-ghi"], /no synthetic test or dashboard at Datadog/],
    ["a file elsewhere", ["datadog", "1", "--file", "../x.ts"], /is no definition file/],
    ["an id that is none", ["datadog", "MADE", "--as", "Not An Id"], /"Not An Id" is no id/],
    [
      "an id that is taken",
      ["datadog", "MADE", "--as", "database/high-cpu"],
      /There is a definition database\/high-cpu/,
    ],
    ["a variable that is none", ["stripe", "we_1", "--secret-variable", "lower"], /--secret-variable is a name/],
  ])("for %s", async (_name, args, reason) => {
    const { make, env } = await newDatadog();
    const id = await make();
    const run = importOne(env, ...args.map((arg) => (arg === "MADE" ? id : arg)));
    await expect(run).rejects.toThrow(UsageError);
    await expect(run).rejects.toThrow(reason);
  });

  test("for an object of ours", async () => {
    const { make, env } = await newDatadog();
    const id = await make({ tags: ["tocsin-id:a/b", "env:hand"] });
    await expect(importOne(env, "datadog", id)).rejects.toThrow(/is managed already: it is marked as a\/b/);
  });
});

test("killed at each change of a file in turn, it has written both files or neither, and the next run ends it", async () => {
  const { make, env } = await newDatadog();
  await importOne(env, "datadog", await make(), "--file", "alerts/by-hand.ts");
  const texts = async () =>
    Promise.all(["alerts/by-hand.ts", "imported.yaml"].map((name) => readFile(path.join(folder, name), "utf8")));
  const before = await texts();
  const id = await make({ name: "Tips again" });
  const args = ["datadog", id, "--file", "alerts/by-hand.ts", "--as", "tips/again"];
  const seen = { neither: 0, both: 0 };
  for (let points = 0; ; points += 1) {
    kill.in = path.join(folder, "");
    kill.after = points;
    kill.made = 0;
    const ended = await importOne(env, ...args).then(
      ({ code, output }) => [code, output],
      () => null,
    );
    kill.in = "";
    if (ended !== null) {
      expect(ended).toEqual([0, expect.stringContaining("is imported as tips/again")]);
      break;
    }
    // As every command does first.
    finishInterrupted(folder);
    const [definitions = "", imported = ""] = await texts();
    const has = [definitions.includes('"tips/again"'), imported.includes(`tips/again/monitor: "${id}"`)];
    expect([points, has]).toEqual([points, [has[0], has[0]]]);
    seen[has[0] ? "both" : "neither"] += 1;
    if (has[0]) await expect(importOne(env, ...args)).rejects.toThrow(UsageError);
    else expect((await importOne(env, ...args)).code).toBe(0);
    const [after = "", list = ""] = await texts();
    expect([after.split('"tips/again"').length, list.split("tips/again/monitor").length]).toEqual([2, 2]);
    await writeFile(path.join(folder, "alerts/by-hand.ts"), before[0] ?? "");
    await writeFile(path.join(folder, "imported.yaml"), before[1] ?? "");
  }
  expect(seen.neither).toBeGreaterThanOrEqual(4);
  expect(seen.both).toBeGreaterThanOrEqual(3);
});
