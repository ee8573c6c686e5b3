/** Every route of every local listener, called by somebody who should not get in. */
import { readdirSync, readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Listener } from "../../src/listeners.ts";
import { routesOf } from "./routes.ts";
import { asAnother, type Call, canBeAnother, openDoors } from "./world.ts";

let world: Awaited<ReturnType<typeof openDoors>>;
beforeAll(async () => {
  world = await openDoors();
});
afterAll(() => world?.close());

const listener = (name: string): Listener => {
  const found = world.listeners.find((one) => one.name === name);
  if (found === undefined) throw new Error(`nothing listens as ${name}`);
  return found;
};

/** What the monitored app serves is in the accounts and no route of its own. */
function routesOfAccounts(name: string): { method: string; path: string }[] {
  if (name !== "app") return [];
  const { checks, crons, requests, routes } = world.context.accounts.app;
  const paths = [...checks, ...crons, ...requests].map(({ path }) => path);
  const samples = routes.map((path) => path.replace(/:\w+/g, "sample"));
  return [...paths, ...samples].flatMap((path) => ["GET", "POST"].map((method) => ({ method, path })));
}

/** A call of every route, and of paths that no route has. */
function callsOf({ name, app, url }: Listener, headers: Record<string, string> = {}): Call[] {
  const unknown = ["GET", "POST", "HEAD", "OPTIONS"].flatMap((method) =>
    ["/", "/nowhere", "/api/nowhere", "/v1/nowhere", "/rest/v1/nowhere"].map((path) => ({ method, path })),
  );
  return [...routesOf(app), ...routesOfAccounts(name), ...unknown].map(({ method, path }) => {
    const hasBody = ["POST", "PUT", "PATCH"].includes(method);
    const body = hasBody ? "{}" : null;
    const type: Record<string, string> = hasBody ? { "content-type": "application/json", "content-length": "2" } : {};
    return { url: `${url}${path}`, method, headers: { ...type, ...headers }, body };
  });
}

/** Slack refuses with status 200, as its clients expect it. */
const isRefused = ({ status, text }: { status: number; text: string }): boolean =>
  status === 401 || status === 403 || /^\{"ok":false,"error":"(not_authed|invalid_auth)"\}$/.test(text);

const vendors = ["datadog", "slack", "sentry", "vercel", "stripe", "supabase", "mail", "status-pages", "control"];

test("every listener of the local stack is judged here", () => {
  expect(world.listeners.map(({ name }) => name).sort()).toEqual([...vendors, "app"].sort());
  expect(world.listeners.every(({ url }) => url.startsWith("http://127.0.0.1:"))).toBe(true);
  const tables = world.listeners.map(({ app }) => routesOf(app).length);
  expect(Math.min(...tables)).toBeGreaterThan(2);
});

/** Hosts that synthetic tests ask: open for one run of a test, on loopback, and with nothing to tell but what the accounts name. */
const hosts = ["datadog/synthetics/hosts/name-server.ts", "datadog/synthetics/hosts/reach.ts"];

test("only one file opens ports for apps, and one more for functions; hosts that are asked are open for one run", () => {
  const openers = readdirSync("packages/emulators/src", { recursive: true, encoding: "utf8" })
    .filter((name) => /\.(ts|mjs)$/.test(name) && !name.startsWith("plugins"))
    .filter((name) =>
      /\.listen\(|createServer|createSocket/.test(readFileSync(`packages/emulators/src/${name}`, "utf8")),
    );
  expect(openers.sort()).toEqual([...hosts, "listen.ts", "vercel/function-runner.mjs"]);
});

test.each(vendors)("%s answers no route to another user of the machine without its credential", async (name) => {
  const calls = callsOf(listener(name));
  const { uid, answers } = await asAnother(calls);
  if (canBeAnother) expect(uid).toBe(65_534);
  const open = answers.flatMap((answer, index) =>
    isRefused(answer) ? [] : [`${calls[index]?.method} ${calls[index]?.url}: ${answer.status} ${answer.text}`],
  );
  // HEAD has no body by which Slack's refusal could be told; its status is that of the refusal.
  expect(open.filter((line) => !(name === "slack" && /^HEAD .*: 200 $/.test(line)))).toEqual([]);
});

test.each(vendors)("%s takes no credential that is a little wrong, and tells none", async (name) => {
  const { control, datadog, sentry, vercel, stripe, supabase, slack } = world.context.tokens;
  const changed = (token: string) => `${token.slice(0, -1)}${token.endsWith("x") ? "y" : "x"}`;
  const all = [control, datadog, sentry, vercel, stripe, supabase, slack].flatMap((one) => Object.values<string>(one));
  const given = { datadog, sentry, vercel, stripe, supabase, slack, mail: control, "status-pages": control, control };
  const own = Object.entries(given).flatMap(([vendor, tokens]) =>
    vendor === name ? Object.values<string>(tokens) : [],
  );
  const calls = own.flatMap((token) => {
    const wrong = changed(token);
    const keys = { "dd-api-key": wrong, "dd-application-key": wrong, apikey: wrong };
    return callsOf(listener(name), { authorization: `Bearer ${wrong}`, ...keys });
  });
  const { answers } = await asAnother(calls);
  expect(answers.filter((answer, index) => !isRefused(answer) && calls[index]?.method !== "HEAD")).toEqual([]);
  const text = JSON.stringify(answers);
  expect(all.filter((token) => text.includes(token))).toEqual([]);
});

/** With every credential that there is, so that nothing but the caller's address can be what is refused. */
function credentials(): Record<string, Record<string, string>> {
  const { tokens } = world.context;
  const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
  return {
    datadog: { "dd-api-key": tokens.datadog.apiKey, "dd-application-key": tokens.datadog.appKey },
    sentry: bearer(tokens.sentry.token),
    vercel: bearer(tokens.vercel.token),
    stripe: bearer(tokens.stripe.apiKey),
    supabase: { apikey: tokens.supabase.key, ...bearer(tokens.supabase.token) },
    slack: bearer(tokens.slack.token),
    mail: bearer(tokens.control.token),
    "status-pages": bearer(tokens.control.token),
    control: bearer(tokens.control.token),
    app: bearer(tokens.app.adminToken),
  };
}

test.each([...vendors, "app"])("%s answers no route to a foreign Host or Origin, whatever is known", async (name) => {
  const one = listener(name);
  const { port } = new URL(one.url);
  const foreign: Record<string, string>[] = [
    { host: "evil.example" },
    { host: `evil.example:${port}` },
    { host: "127.0.0.1" },
    { host: `127.0.0.1:${Number(port) + 1}` },
    { host: `127.0.0.1.evil.example:${port}` },
    { origin: "https://evil.example" },
    { origin: "null" },
    { origin: "http://127.0.0.1" },
    { origin: `https://127.0.0.1:${port}` },
    { origin: `http://127.0.0.1:${Number(port) + 1}` },
    { origin: `http://127.0.0.1:${port}.evil.example` },
  ];
  const calls = foreign.flatMap((headers) => callsOf(one, { ...credentials()[name], ...headers }));
  const { answers } = await asAnother(calls);
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([403]));
  const bodies = answers.map(({ text }) => text).filter((text) => text !== "");
  expect(bodies.filter((text) => !/^\{"error":"Refused: the (Host|Origin) header /.test(text))).toEqual([]);
  const named = answers.flatMap(({ headers }) => Object.keys(headers));
  expect(named.filter((header) => header.startsWith("access-control"))).toEqual([]);
  expect([world.shutdowns(), world.context.faults.list()]).toEqual([0, []]);
});

test.each(["127.0.0.1", "localhost", "LOCALHOST", "[::1]"])("loopback's own name %s is answered", async (host) => {
  const { url } = listener("control");
  const { port } = new URL(url);
  const own = { ...credentials().control, host: `${host}:${port}` };
  const call = { url: `${url}/status`, method: "GET", body: null };
  const { answers } = await asAnother([
    { ...call, headers: own },
    { ...call, headers: { ...own, origin: `http://${host}:${port}` } },
  ]);
  expect(answers.map(({ status }) => status)).toEqual([200, 200]);
});

test("the app's public routes are public, and its others ask for their own secrets", async () => {
  const calls = callsOf(listener("app"));
  const { answers } = await asAnother(calls);
  const byStatus = (status: number) =>
    new Set(answers.flatMap((one, at) => (one.status === status ? [new URL(calls[at]?.url ?? "").pathname] : [])));
  expect([...byStatus(401)].sort()).toEqual([
    "/api/admin/readyz",
    "/api/cron/billing-reconciliation",
    "/api/cron/cleanup-idempotency-keys",
    "/api/cron/cleanup-photos",
    "/api/cron/scan-schedules",
  ]);
  expect([...byStatus(200)].sort()).toEqual([
    "/",
    "/api/clerk/webhook",
    "/api/projects",
    "/api/publish/sample",
    "/api/publish/tiktok",
    "/api/publish/youtube",
    "/api/readyz",
    "/api/tips",
    "/api/upload/init",
    "/api/webhooks/stripe",
    "/u/alex",
    "/u/sample",
  ]);
});

test("a blind form of another site's page sets no fault and ends nothing", async () => {
  const { url } = listener("control");
  const body = JSON.stringify({ vendor: "datadog", status: 500 });
  const form = { "content-type": "text/plain", "content-length": String(body.length), origin: "https://evil.example" };
  const { answers } = await asAnother([
    { url: `${url}/faults`, method: "POST", headers: form, body },
    { url: `${url}/shutdown`, method: "POST", headers: { origin: "null" }, body: null },
  ]);
  expect(answers.map(({ status }) => status)).toEqual([403, 403]);
  expect([world.context.faults.list(), world.shutdowns()]).toEqual([[], 0]);
});
