/**
 * Every shell step of the workflows, run as it stands there, job after job in the order in which a change meets them: against
 * the emulated vendors and a GitHub that keeps comments and issues. Where a step says staging, the local stack is meant.
 */
import { chmod, mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { typed } from "../../support/typed.ts";
import { type GatedWorld, run, startGatedWorld } from "./gated-world.ts";
import { part, root } from "./part.ts";

const step = z.object({ run: z.string().optional(), env: z.record(z.string(), z.string()).optional() });
const job = z.object({
  env: z.record(z.string(), z.string()).optional(),
  strategy: z.object({ matrix: z.object({ stack: z.array(z.string()) }) }).optional(),
  steps: z.array(step),
});
const workflow = z.object({ jobs: z.record(z.string(), job) });

const folder = path.join(root, ".github", "workflows");
const read = async (file: string) => workflow.parse(parse(await readFile(path.join(folder, file), "utf8")));

let world: GatedWorld;
let server: Server;
let asked: { method: string; path: string; body: string }[];
let shims: string;
/** Steps that have been run, as `file job: step`. */
const ran = new Set<string>();

beforeAll(async () => {
  world = await startGatedWorld([...part, "web-api-limits", "deployments", "statements", "worker"]);
  asked = [];
  server = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += chunk;
    const { method = "", url = "" } = request;
    asked.push({ method, path: url.split("?")[0] ?? "", body });
    const answer =
      method === "GET" ? [] : { id: 1, number: 1, html_url: "https://github.example/1", body: "", user: null };
    response.writeHead(method === "GET" ? 200 : 201, { "content-type": "application/json" });
    response.end(JSON.stringify(answer));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  // `npx tocsin` as a checkout of the project has it, without the set-up that a test of its own does.
  shims = path.join(world.project, "shims");
  await mkdir(shims);
  const quoted = [process.execPath, ...typed].map((word) => `'${word}'`).join(" ");
  await writeFile(path.join(shims, "npx"), `#!/bin/sh\n[ "$1" = tocsin ] || exit 127\nshift\nexec ${quoted} "$@"\n`);
  await chmod(path.join(shims, "npx"), 0o755);
});
afterAll(async () => {
  server?.close();
  await world?.close();
});

/** What a runner puts in the place of an expression. Anything that is not known here fails. */
function filledIn(text: string, stack: string): string {
  return text.replace(/\$\{\{ (.*?) \}\}/g, (_, expression: string) => {
    const [, name] = /^(?:secrets|vars)\.(\w+)$/.exec(expression) ?? [];
    if (name !== undefined) return settings()[name] ?? missing(expression);
    const known: Record<string, string> = {
      "matrix.stack": stack,
      "github.token": "token-of-the-run",
      "github.event.workflow_run.pull_requests[0].number": "7",
      "inputs.break-glass": "",
      "needs.staging.result == 'success' && 'evidence.json' || ''": "evidence.json",
    };
    return known[expression] ?? missing(expression);
  });
}

function missing(expression: string): never {
  throw new Error(`no test knows what ${expression} is`);
}

/** What an environment of the repository holds. On the local stack nobody reads a mailbox of staging's. */
const settings = (): Record<string, string> => ({
  ...world.environment,
  DD_SITE: "datadoghq.eu",
  TOCSIN_MAIL_URL: "",
  TOCSIN_MAIL_PASSWORD: "",
  TOCSIN_EVIDENCE_KEY: "",
});

const meant = (text: string) => text.replaceAll("staging", "local");

/** Runs the steps of a job, for one stack of its matrix; the last one's result. */
async function runJob(file: string, name: string, stack = "", instead: Record<string, string> = {}) {
  const { env = {}, steps } = (await read(file)).jobs[name] ?? missing(`${file} ${name}`);
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  let last = { code: 0, stdout: "", stderr: "" };
  for (const { run: script, env: own = {} } of steps) {
    if (script === undefined) continue;
    const given = Object.entries({ ...env, ...own }).map(([key, text]) => [key, filledIn(text, stack)]);
    last = await run("bash", ["-eo", "pipefail", "-c", meant(script)], world.project, {
      ...world.environment,
      GITHUB_API_URL: `http://127.0.0.1:${port}`,
      GITHUB_REPOSITORY: "acme/alerts",
      ...Object.fromEntries(given),
      ...instead,
      PATH: `${shims}${path.delimiter}${process.env.PATH}`,
    });
    ran.add(`${file} ${name}: ${script}`);
    expect(last.code, `${file} ${name}: ${script}\n${last.stdout}\n${last.stderr}`).toBe(0);
  }
  return last;
}

const stacksOf = async (file: string, name: string) =>
  ((await read(file)).jobs[name]?.strategy?.matrix.stack ?? missing(`${file} ${name}`)).map(meant);

it("checks a pull request without any credential", async () => {
  await runJob("pull-request.yml", "check");
  expect((await readdir(path.join(world.project, "compiled"))).sort()).toEqual(["local.json", "prod.json"]);
});

it("reviews what it compiles to in one comment", async () => {
  await runJob("pull-request-review.yml", "review");
  const [comment, ...others] = asked.filter(({ method }) => method === "POST");
  expect([comment?.path, others]).toEqual(["/repos/acme/alerts/issues/7/comments", []]);
});

it("previews it in every stack, and touches nothing", async () => {
  for (const stack of await stacksOf("pull-request-review.yml", "preview")) {
    const { stdout } = await runJob("pull-request-review.yml", "preview", stack);
    expect(stdout).toMatch(stack === "prod" ? /to create[\s\S]*the gate is closed/ : /No changes/);
  }
});

it.each(["daily", "weekly"])("does the %s look, and posts it", async (name) => {
  // The emulated app answers for the local stack only, so that one is looked at in prod's place.
  const { stdout } = await runJob(`${name}.yml`, name, "local", { STACK: "local" });
  const verdict = `local (is ok|needs attention) \\(${name}\\): `;
  expect(stdout).toMatch(new RegExp(`^${verdict}.*\\d+ (ok|checks)\\.$`, "m"));
  const { url, token } = world.vendors.slack ?? missing("Slack");
  const { channels } = z
    .object({ channels: z.array(z.object({ id: z.string(), name: z.string() })) })
    .parse(
      await (await fetch(`${url}/api/conversations.list`, { headers: { authorization: `Bearer ${token}` } })).json(),
    );
  const channel = channels.find((one) => one.name === "alerts-local")?.id ?? missing("#alerts-local");
  const read = await fetch(`${url}/api/conversations.history?channel=${channel}`, {
    headers: { authorization: `Bearer ${token}` },
  });
  expect(JSON.stringify(await read.json())).toMatch(new RegExp(`\\*${verdict}`));
});

it("deploys staging, makes it heard, and takes prod to the same", async () => {
  await runJob("deploy.yml", "staging");
  const { stdout } = await runJob("deploy.yml", "prod");
  expect(stdout).toMatch(/No drift: \d+ resources match the code\. \(prod, /);
});

it("looks for drift in every stack, and says it in an issue", async () => {
  const { url, apiKey, appKey } = world.vendors.datadog;
  const headers = { "dd-api-key": apiKey, "dd-application-key": appKey, "content-type": "application/json" };
  const body = JSON.stringify({
    name: "by hand",
    type: "query alert",
    query: "avg(last_5m):avg:system.cpu.user{*} > 90",
    message: "m",
    tags: ["env:prod", "service:tips"],
  });
  expect((await fetch(`${url}/api/v1/monitor`, { method: "POST", headers, body })).ok).toBe(true);
  asked = [];
  for (const stack of await stacksOf("drift.yml", "drift")) await runJob("drift.yml", "drift", stack);
  const opened = asked.filter(({ method }) => method === "POST");
  expect(opened.map(({ path: where }) => where)).toEqual(["/repos/acme/alerts/issues"]);
  expect(opened[0]?.body).toContain("by hand");
});

it("drills every week", async () => {
  await runJob("drill.yml", "drill");
});

it("leaves no step of any workflow untried", async () => {
  const all: string[] = [];
  // release.yml publishes the tool itself, from no project of a team's: tools/test holds what it runs. project.yml is for other
  // projects, and runs what deploy.yml runs.
  const elsewhere = ["release.yml", "project.yml"];
  for (const file of (await readdir(folder)).filter((name) => !elsewhere.includes(name))) {
    for (const [name, { steps }] of Object.entries((await read(file)).jobs)) {
      all.push(...steps.flatMap(({ run: script }) => (script === undefined ? [] : [`${file} ${name}: ${script}`])));
    }
  }
  expect([...ran].sort()).toEqual(all.sort());
  const scripts = new Set([...ran].map((one) => one.replace(/^\S+ \S+: /, "")));
  for (const { steps } of Object.values((await read("project.yml")).jobs))
    for (const { run: script = "npm ci" } of steps) if (!script.startsWith("npm ")) expect(scripts).toContain(script);
});
