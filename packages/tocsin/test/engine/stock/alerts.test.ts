/**
 * A Pulumi program that a team has already, as `pulumi new typescript` makes it (CommonJS), takes the alerts in as a component:
 * under the engine's own command line, and under ours.
 */
import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { stringify } from "yaml";
import { z } from "zod";
import { localEnvironment, localFiles } from "../../../src/app/local/files.ts";
import { ensureEngine } from "../../../src/engine/install/engine.mjs";
import { generateKeys } from "../../../src/gate/keys.ts";
import { run, tool } from "../local/gated-world.ts";
import { root, startWorld, type World } from "../local/world.ts";

let world: World;
let project: string;
let environment: Record<string, string>;

const write = async (name: string, text: string) => {
  await mkdir(path.dirname(path.join(project, name)), { recursive: true });
  await writeFile(path.join(project, name), text);
};
async function pulumi(...args: string[]) {
  const { code, stdout, stderr } = await run("pulumi", [...args, "--non-interactive"], project, environment);
  return { code, stdout, said: `${stdout}${stderr}` };
}
const tocsin = (...args: string[]) => run(process.execPath, [...tool, ...args], project, environment);

const settings = (shop: object, people: object, more: object = {}) => ({
  "tocsin:allowDrills": true,
  "tocsin:runbooks": "https://example.com/runbooks",
  "tocsin:datadog": { slackAccount: "acme", locations: ["aws:eu-central-1"] },
  "tocsin:sentry": { organization: "acme", environment: "dev", slackIntegration: "55", projects: {} },
  "tocsin:vercel": { team: "team_acme", projects: { shop: { name: "shop", logEnvironment: "production", ...shop } } },
  "tocsin:supabase": {},
  "tocsin:stripe": { apiVersion: "2026-10-28.endive" },
  "tocsin:people": { sam: people },
  "tocsin:channels": { alerts: "#alerts-local" },
  ...more,
});
const stackFile = (name: string, config: object) => write(`Pulumi.${name}.yaml`, stringify({ config }));

const definitions = `import { alert, consecutiveFailures, declared, httpCheck, minutes, route, webhookEndpoint } from "tocsin";
const common = {
  service: "shop", owner: "sam", severity: "page", route: "oncall", why: "Customers cannot order.", causes: ["a release"],
  firstChecks: ["Releases?"], recovered: "Orders come in.", runbook: "orders",
} as const;
export const oncall = route({ name: "oncall", mail: ["sam"], slack: ["alerts"] });
export const ready = alert({ ...common, id: "shop/ready", title: "Shop does not answer",
  signal: httpCheck({ service: "shop", path: "/ready", every: minutes(1), expect: { status: 200 } }), condition: consecutiveFailures(2) });
export const hook = alert({ ...common, id: "shop/webhook", title: "Webhook",
  signal: webhookEndpoint({ service: "shop", path: "/hook", events: ["invoice.paid"], secretVariable: "HOOK_SECRET" }), condition: declared() });
`;

/** What the program has beside the alerts. */
const site = `const pulumi = require("@pulumi/pulumi");
const vercel = require("@pulumiverse/vercel");
const provider = new vercel.Provider("site", { team: "team_acme" });
const site = new vercel.Project("site", { name: "shop" }, { provider });
const url = pulumi.interpolate\`https://\${site.name}.example.com\`;
exports.id = site.id;
`;
const flat = `${site}exports.tocsin = require("tocsin/pulumi").default().then((made) => made.tocsin);\n`;
const component = `${site}const { Alerts } = require("tocsin/pulumi");
const alerts = new Alerts("alerts", {
  definitions: "./alerts",
  settings: {
    vercel: { projects: { shop: { id: site.id, url } } },
    people: { sam: { mail: pulumi.output("sam@example.com"), sentryUser: pulumi.output("7") } },
  },
});
exports.tocsin = alerts.manifest;
`;

const manifestShape = z.object({
  version: z.literal(1),
  definitions: z.record(z.string(), z.array(z.object({ kind: z.string(), name: z.string(), id: z.string() }))),
  shared: z.array(z.object({ id: z.string() })),
});
async function manifest() {
  const { stdout } = await pulumi("stack", "output", "tocsin", "--json", "--stack", "dev");
  return manifestShape.parse(JSON.parse(stdout));
}

beforeAll(async () => {
  world = await startWorld();
  project = await mkdtemp(path.join(tmpdir(), "tocsin-existing-"));
  const { command } = await ensureEngine({ log: () => {} });
  await mkdir(path.join(project, "state"));
  await symlink(path.join(root, "node_modules"), path.join(project, "node_modules"));
  await write("package.json", '{ "name": "shop", "main": "index.js" }');
  const plugin = { name: "tocsin", path: "node_modules/tocsin/plugin" };
  const runtime = { name: "nodejs", options: { typescript: false } };
  await write("Pulumi.yaml", stringify({ name: "shop", runtime, plugins: { providers: [plugin] } }));
  await write("alerts/shop.ts", definitions);
  await write("index.js", site);
  await stackFile("dev", {});
  const host = [process.execPath, "--import", path.join(root, "node_modules/tsx/dist/loader.mjs")];
  const words = [...host, path.join(import.meta.dirname, "language-host.ts")].map((word) => `'${word}'`).join(" ");
  await mkdir(path.join(project, "bin"));
  await writeFile(path.join(project, "bin/pulumi-language-nodejs"), `#!/bin/sh\nexec ${words} "$@"\n`, { mode: 0o755 });
  environment = {
    ...localEnvironment(world.vendors, ["ADMIN_TOKEN"]),
    PULUMI_BACKEND_URL: `file://${path.join(project, "state")}?metadata=skip`,
    PULUMI_CONFIG_PASSPHRASE: "a passphrase of its own",
    PULUMI_HOME: localFiles(world.directory).home,
    PULUMI_SKIP_UPDATE_CHECK: "true",
    PATH: [path.join(project, "bin"), path.dirname(command), process.env.PATH].join(path.delimiter),
    NO_COLOR: "1",
  };
  for (const name of ["dev", "prod"]) expect((await pulumi("stack", "init", name)).code).toBe(0);
});
afterAll(async () => {
  await world?.close();
  if (project !== undefined) await rm(project, { recursive: true, force: true });
});

it("moves from the flat program into the component, and nothing is made anew", async () => {
  const empty = await pulumi("up", "--stack", "dev", "--yes", "--skip-preview");
  expect(empty.code, empty.said).toBe(0);
  const { stdout: id } = await pulumi("stack", "output", "id", "--stack", "dev");
  const values = { id: id.trim(), url: "https://shop.example.com" };
  await stackFile("dev", settings(values, { mail: "sam@example.com", sentryUser: "7" }));
  await write("index.js", flat);
  const first = await pulumi("up", "--stack", "dev", "--yes", "--skip-preview");
  expect(first.code, first.said).toBe(0);
  const before = await manifest();
  expect(Object.keys(before.definitions).sort()).toEqual(["shop/ready", "shop/webhook"]);

  await stackFile("dev", settings({}, {}));
  await write("index.js", component);
  await world.clearRequests();
  const moved = await pulumi("up", "--stack", "dev", "--yes", "--skip-preview");
  expect(moved.code, moved.said).toBe(0);
  expect(await manifest()).toEqual(before);
  const writes = (await world.requests()).filter(({ method }) => ["POST", "PUT", "PATCH", "DELETE"].includes(method));
  expect(writes.map(({ method, path: where }) => `${method} ${where}`)).toEqual([]);
});

it("finds nothing to do afterwards, in previews and refreshes of both command lines", async () => {
  for (const words of [
    ["preview", "--expect-no-changes"],
    ["refresh", "--yes", "--skip-preview", "--expect-no-changes"],
  ]) {
    const { code, said } = await pulumi(...words, "--stack", "dev");
    expect(code, said).toBe(0);
  }
  const ours = await tocsin("preview", "--stack", "dev", "--expect-no-changes");
  expect(ours.code, ours.stdout + ours.stderr).toBe(0);
});

it("is compiled without the engine, each input shown by its setting, and verified with what the stack tells", async () => {
  const compiled = await tocsin("compile", "--stack", "dev", "--json");
  expect(compiled.stdout).toContain("<input:vercel.projects.shop.url>/hook");
  const verified = await tocsin("verify", "--stack", "dev", "--json");
  expect(verified.code, verified.stdout + verified.stderr).toBe(0);
  expect(JSON.parse(verified.stdout)).toMatchObject({ stack: "dev", findings: [] });
  expect(verified.stdout).not.toContain("<input:");
});

it("is judged by the gate before its first resource, while the rest of the program is not", async () => {
  const gate = { publicKey: generateKeys().publicKey, from: "dev" };
  await stackFile("prod", settings({}, {}, { "tocsin:allowDrills": false, "tocsin:gate": gate }));
  await write("index.js", component.replace('name: "shop"', 'name: "shop-prod"'));
  const refused = await pulumi("up", "--stack", "prod", "--yes", "--skip-preview");
  expect(refused.code).not.toBe(0);
  expect(refused.said).toMatch(/the gate is closed[\s\S]*Nothing was changed/);
  expect(refused.said).not.toMatch(/^\s+at .*:\d+:\d+/m);
  expect(refused.said).not.toMatch(/SyntheticsTest|WebhookEndpoint/);
  await write("index.js", component);
});

it("says in one sentence what a program gives where nothing can", async () => {
  await write(
    "index.js",
    component.replace("projects: { shop:", 'team: pulumi.output("team_acme"), projects: { shop:'),
  );
  const { code, said } = await pulumi("preview", "--stack", "dev");
  expect(code).not.toBe(0);
  expect(said).toContain("The setting vercel.team is an Input, and must be a plain value");
  expect(said).not.toMatch(/^\s+at .*:\d+:\d+/m);
  await write("index.js", component);
});

it("is destroyed with the rest of the program", async () => {
  const { code, said } = await pulumi("destroy", "--stack", "dev", "--yes", "--skip-preview");
  expect(code, said).toBe(0);
});
