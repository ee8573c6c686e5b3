/** Vendors that repeat in their answers what they were asked with: no key of ours is in anything that is printed or written. */
import { type ChildProcess, fork } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { ensureSetUp } from "../../../../../tools/setup.mjs";
import { FireHttp } from "../../../src/vendors/http/act.ts";
import { postToSlack } from "../../../src/vendors/slack/post.ts";
import { typed } from "../cli/tocsin.ts";
import { Project } from "../review/project.ts";

/** Others for each kind of answer: a process that lasts must not know them from the kind before. */
const keysFor = (kind: number) => ({
  DD_API_KEY: `planted${kind}+datadog/api=key 0001`,
  DD_APP_KEY: `planted${kind}+datadog/app=key 0002`,
  SENTRY_AUTH_TOKEN: `planted${kind}+sentry/token=0003`,
  VERCEL_API_TOKEN: `planted${kind}vercel0000000token`,
  STRIPE_API_KEY: `planted${kind}_rk_live_stripe_0005`,
  SLACK_TOKEN: `planted${kind}-xoxb-slack-0006`,
  SUPABASE_DRILL_KEY: `planted${kind}.supabase.0007`,
  GITHUB_TOKEN: `planted${kind}_ghp_github_0008`,
});
let keys = keysFor(0);

/** Everything that came with a request and may be a credential. */
const echoOf = ({ headers, url }: IncomingMessage) => JSON.stringify({ headers, url });
const long = "x".repeat(280);

const json = (response: ServerResponse, status: number, body: unknown) =>
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));

/** Each kind of answer that a key can stand in. */
const kinds: Record<string, (request: IncomingMessage, response: ServerResponse) => unknown> = {
  "a refusal in JSON": (q, r) => json(r, 400, { errors: [`no such header: ${echoOf(q)}`], detail: echoOf(q) }),
  "a refusal that a limit cuts in the key": (q, r) => {
    const key = String(q.headers["dd-api-key"] ?? q.headers.authorization ?? q.headers.apikey ?? "");
    return r.writeHead(422).end(`${long}${key.replace("Bearer ", "")} and so on`);
  },
  "a page of a proxy": (q, r) => r.writeHead(404, { "content-type": "text/html" }).end(`<pre>${echoOf(q)}</pre>`),
  "a refused credential": (q, r) => json(r, 403, { error: { message: echoOf(q), code: echoOf(q) } }),
  "an interface that is gone, and its headers": (q, r) =>
    r
      .writeHead(410, {
        "x-sentry-replacement-endpoint": `/api/0/?k=${encodeURIComponent(String(q.headers.authorization ?? q.headers["dd-api-key"]))}`,
      })
      .end(echoOf(q)),
  "another shape": (q, r) =>
    json(r, 200, { [echoOf(q)]: { ok: false, error: echoOf(q) }, ok: false, error: echoOf(q) }),
  "base64 in a success": (q, r) => json(r, 200, { data: Buffer.from(echoOf(q)).toString("base64") }),
  "a redirect": (q, r) =>
    r
      .writeHead(302, {
        location: `/?${encodeURIComponent(String(q.headers.authorization ?? q.headers["dd-api-key"]))}`,
      })
      .end(),
  "a status text": (q, r) =>
    r.writeHead(418, String(q.headers.authorization ?? q.headers["dd-api-key"] ?? "none")).end(echoOf(q)),
};

let answer = kinds["a refusal in JSON"];
let server: Server;
let url: string;
let asked = 0;
/** Which kind's keys came with a request. */
const came = new Set<string>();
let project: Project;
let processes: ReturnType<typeof typedAgain>[];

beforeAll(async () => {
  await ensureSetUp({ quiet: true });
  server = createServer((request, response) => {
    asked += 1;
    for (const [key] of echoOf(request).matchAll(/planted\d+/g)) came.add(key);
    request.resume().on("end", () => answer?.(request, response));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  url = `http://127.0.0.1:${address !== null && typeof address === "object" ? address.port : 0}`;
  project = new Project();
  project.alert(50);
  project.write("Pulumi.staging.yaml", readFileSync("Pulumi.local.yaml", "utf8").replace(/^encryptionsalt.*$/m, ""));
  project.commit("begin");
  processes = commands.map(typedAgain);
});
afterAll(() => {
  for (const { process } of processes ?? []) process.kill();
  server?.closeAllConnections();
  server?.close();
  project?.destroy();
});

const environment = () => ({
  PATH: process.env.PATH,
  HOME: process.env.HOME,
  NO_COLOR: "1",
  TOCSIN_DEBUG: "1",
  ...keys,
  DD_HOST: url,
  SENTRY_BASE_URL: `${url}/api/`,
  VERCEL_BASE_URL: url,
  STRIPE_API_BASE: url,
  SLACK_API_BASE: url,
  SUPABASE_URL: url,
  TOCSIN_STATUS_PAGES: url,
  GITHUB_API_URL: url,
  GITHUB_REPOSITORY: "a/b",
  TOCSIN_MAIL_URL: "",
});

const commands = [
  ["verify", "--stack", "staging", "--json"],
  ["verify", "--stack", "staging", "--issue"],
  ["mute", "shop/errors", "--stack", "staging", "--until", "1h", "--reason", "a test"],
  ["drill", "--stack", "staging", "--no-wait"],
  ["doctor", "--stack", "staging"],
  ["lint", "--stack", "staging", "--online"],
  ["daily", "--stack", "staging", "--json"],
  ["check", "api-error-spike", "--stack", "staging"],
  ["report", "--stack", "staging", "--out", "page.html"],
  ["backtest", "shop/errors", "--stack", "staging", "--fresh"],
  ["review", "--base", "main", "--stack", "staging", "--post", "--pr", "1", "--no-backtest"],
  ["init", "--stack", "staging", "--dry-run", "--yes"],
];

/** What a command says each time it is typed, in a process of its own that lasts. */
function typedAgain(args: readonly string[]): { process: ChildProcess; type: () => Promise<string> } {
  const child = fork(path.join(import.meta.dirname, "typed-again.mjs"), args, {
    ...{ cwd: project.folder, env: environment(), silent: true, execArgv: typed.slice(0, -1) },
  });
  let times = 0;
  const type = async () => {
    times += 1;
    const line = `typed ${times} times`;
    const outputs = [child.stdout, child.stderr].map(async (stream) => {
      let text = "";
      for await (const chunk of stream?.iterator({ destroyOnReturn: false }) ?? []) {
        text += chunk;
        if (text.endsWith(`\n${line}\n`)) return text;
      }
      throw new Error(`tocsin ${args.join(" ")} ended its process: ${text}`);
    });
    child.send({ line, keys });
    return [`$ tocsin ${args.join(" ")}`, ...(await Promise.all(outputs))].join("\n");
  };
  return { process: child, type };
}

/** Each spelling in which a reader would still find a key. */
function spellings(key: string): string[] {
  const inner = [0, 1, 2].map((before) => {
    const text = Buffer.from(`${"x".repeat(before)}${key}`).toString("base64");
    return text.slice([0, 2, 3][before], before + key.length === 0 ? undefined : -4);
  });
  return [key, encodeURIComponent(key), JSON.stringify(key).slice(1, -1), key.slice(0, 14), ...inner];
}

function expectNone(text: string): void {
  for (const [name, key] of Object.entries(keys)) {
    for (const form of spellings(key)) {
      const at = text.indexOf(form);
      expect(at === -1 ? "" : `${name}: ...${text.slice(Math.max(0, at - 300), at + 100)}`).toBe("");
    }
  }
}

/** What the commands have written into the project. */
function written(): string {
  const own = /^(node_modules|src|\.git)(\/|$)/;
  const files = readdirSync(project.folder, { recursive: true, withFileTypes: true }).filter((file) => file.isFile());
  const names = files.map((file) => path.relative(project.folder, path.join(file.parentPath, file.name)));
  return names
    .filter((name) => !own.test(name))
    .map((name) => readFileSync(path.join(project.folder, name), "utf8"))
    .join("\n");
}

it.each(Object.keys(kinds).map((kind, n) => [kind, n] as const))(
  "no command shows or keeps a key out of %s",
  async (kind, n) => {
    answer = kinds[kind];
    asked = 0;
    came.clear();
    keys = keysFor(n + 1);
    const said: string[] = [];
    for (let next = 0; next < processes.length; next += 3) {
      said.push(...(await Promise.all(processes.slice(next, next + 3).map(({ type }) => type()))));
    }
    expect(asked).toBeGreaterThan(commands.length);
    expect([...came]).toEqual([`planted${n + 1}`]);
    expectNone(said.join("\n"));
    expectNone(written());
  },
);

/** The message of an error, and everything that hangs on it. */
const all = (error: unknown): string =>
  error instanceof Error
    ? `${error.message}\n${error.stack}\n${JSON.stringify(error)}\n${all(error.cause)}`
    : String(error);

describe("a call that changes something", () => {
  it.each(Object.keys(kinds))("has no key in its error or answer: %s", async (kind) => {
    answer = kinds[kind];
    const headers = { "DD-API-KEY": keys.DD_API_KEY, authorization: `Bearer ${keys.SENTRY_AUTH_TOKEN}` };
    const http = new FireHttp({ vendor: "Datadog", headers, credential: "DD_API_KEY", tries: 1 });
    const call = { method: "POST", url: `${url}/x`, what: "mute", scope: "monitors_downtime" } as const;
    const outcome = await http.send(call).then(JSON.stringify, all);
    expectNone(outcome);
    expectNone(await http.json(call, z.object({ never: z.string() })).then(JSON.stringify, all));
    const slack = postToSlack({ url, token: keys.SLACK_TOKEN }, "#alerts", "hello");
    expectNone(await slack.then(String, all));
  });

  it("has none where the header itself is refused before it is sent", async () => {
    const headers = { "DD-API-KEY": `${keys.DD_API_KEY}\n` };
    const http = new FireHttp({ vendor: "Datadog", headers, credential: "DD_API_KEY", tries: 1 });
    const call = { method: "POST", url: `${url}/x`, what: "mute", scope: "-", repeatable: false } as const;
    expectNone(await http.send(call).then(JSON.stringify, all));
  });
});
