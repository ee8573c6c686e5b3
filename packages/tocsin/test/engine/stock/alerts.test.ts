/**
 * A Pulumi program that a team has already takes the alerts in as a component, under the engine's own command line and under ours:
 * in CommonJS, as `pulumi new typescript` makes it, and as ES modules.
 */
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { stringify } from "yaml";
import { z } from "zod";
import { accountsOf } from "../../../src/app/local/accounts.ts";
import { controlCall, localFiles, type Vendors } from "../../../src/app/local/files.ts";
import { installPlugins } from "../../../src/app/local/plugins.ts";
import { ensureVendors, stopVendors } from "../../../src/app/local/vendors.ts";
import { generateKeys } from "../../../src/gate/keys.ts";
import { loadProject } from "../../../src/project/project.ts";
import { silent } from "../../../src/shared/progress.ts";
import { typed } from "../../support/typed.ts";
import { run } from "../local/gated-world.ts";
import { root } from "../local/world.ts";

/** Where the emulated vendors and the local state are. */
let directory: string;
let vendors: Vendors;
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
const tocsin = (...args: string[]) => run(process.execPath, [...typed, ...args], project, environment);

const settings = (shop: object, people: object, more: object = {}) => ({
  "tocsin:allowDrills": true,
  "tocsin:runbooks": "https://example.com/runbooks",
  "tocsin:datadog": { slackAccount: "acme", locations: ["aws:eu-central-1"] },
  "tocsin:sentry": { organization: "acme", environment: "local", slackIntegration: "55", projects: {} },
  "tocsin:vercel": { team: "team_acme", projects: { shop: { name: "shop", logEnvironment: "production", ...shop } } },
  "tocsin:supabase": {},
  "tocsin:stripe": { apiVersion: "2026-10-28.endive" },
  "tocsin:people": { sam: people },
  "tocsin:channels": { alerts: "#alerts-local" },
  ...more,
});
const sam = { mail: "sam@example.com", sentryUser: "7" };
const stackFile = (name: string, config: object) => write(`Pulumi.${name}.yaml`, stringify({ config }));

const definitions = `import { alert, consecutiveFailures, declared, httpCheck, minutes, route, webhookEndpoint } from "tocsin";
const common = {
  service: "shop", owner: "sam", severity: "page", route: "oncall", why: "Customers cannot order.", causes: ["a release"],
  firstChecks: ["Releases?"], recovered: "Orders come in.", runbook: "orders",
} as const;
export const oncall = route({ name: "oncall", mail: ["sam"], slack: ["alerts"] });
export const ready = alert({ ...common, id: "shop/ready", title: "Shop does not answer",
  signal: httpCheck({ service: "shop", path: "/ready", every: minutes(5), expect: { status: 200 } }), condition: consecutiveFailures(2) });
export const hook = alert({ ...common, id: "shop/webhook", title: "Webhook",
  signal: webhookEndpoint({ service: "shop", path: "/hook", events: ["invoice.paid"], secretVariable: "HOOK_SECRET" }), condition: declared() });
`;

/** What the program has beside the alerts. */
const site = `import * as pulumi from "@pulumi/pulumi";
import * as vercel from "@pulumiverse/vercel";
const provider = new vercel.Provider("site", { team: "team_acme" });
const site = new vercel.Project("site", { name: "shop" }, { provider });
const url = pulumi.interpolate\`https://\${site.name}.example.com\`;
export const id = site.id;
`;
const flat = `${site}import program from "tocsin/pulumi";
export const tocsin = program().then((made) => made.tocsin);
`;
const component = `${site}import { Alerts } from "tocsin/pulumi";
const alerts = new Alerts("alerts", {
  definitions: "./alerts",
  settings: {
    vercel: { projects: { shop: { id: site.id, url } } },
    people: { sam: { mail: pulumi.output("sam@example.com"), sentryUser: pulumi.output("7") } },
  },
});
export const tocsin = alerts.manifest;
`;

/** As `pulumi new typescript` writes it, but for the last line: it installs an older compiler. */
const commonJs = {
  strict: true,
  outDir: "bin",
  target: "es2020",
  module: "commonjs",
  moduleResolution: "node",
  sourceMap: true,
  experimentalDecorators: true,
  pretty: true,
  noFallthroughCasesInSwitch: true,
  noImplicitReturns: true,
  forceConsistentCasingInFileNames: true,
  ignoreDeprecations: "6.0",
};
const esModules = { ...commonJs, module: "nodenext", moduleResolution: "nodenext" };

/** Makes the project one of the two kinds. */
async function programIn(kind: "CommonJS" | "ES modules") {
  const isModule = kind === "ES modules";
  const plugins = { providers: [{ name: "tocsin", path: "node_modules/tocsin/plugin" }] };
  const options = isModule ? { typescript: false, nodeargs: "--import tsx" } : {};
  const main = isModule ? { main: "index.ts" } : {};
  await write("Pulumi.yaml", stringify({ name: "shop", runtime: { name: "nodejs", options }, ...main, plugins }));
  await write(
    "package.json",
    JSON.stringify({ name: "shop", main: "index.ts", ...(isModule ? { type: "module" } : {}) }),
  );
  await write(
    "tsconfig.json",
    JSON.stringify({ compilerOptions: isModule ? esModules : commonJs, files: ["index.ts"] }),
  );
}

const requestsShape = z.array(z.object({ method: z.string(), path: z.string() }));
const manifestShape = z.object({
  version: z.literal(1),
  definitions: z.record(z.string(), z.array(z.object({ kind: z.string(), name: z.string(), id: z.string() }))),
  shared: z.array(z.object({ id: z.string() })),
});
async function manifest() {
  const { stdout } = await pulumi("stack", "output", "tocsin", "--json", "--stack", "local");
  return manifestShape.parse(JSON.parse(stdout));
}

beforeAll(async () => {
  project = await mkdtemp(path.join(tmpdir(), "tocsin-existing-"));
  directory = path.join(project, ".local");
  await symlink(path.join(root, "node_modules"), path.join(project, "node_modules"));
  await programIn("CommonJS");
  await write("alerts/shop.ts", definitions);
  await write("index.ts", site);
  await stackFile("local", settings({ id: "prj_before", name: "before", url: "https://shop.example.com" }, sam));
  ({ vendors } = await ensureVendors(
    root,
    directory,
    await accountsOf(project, await loadProject(project, "local")),
    silent,
  ));
  await installPlugins(root, localFiles(directory).home);
  const words = [process.execPath, path.join(import.meta.dirname, "language-host.mjs")].map((word) => `'${word}'`);
  await mkdir(path.join(project, "bin"));
  await writeFile(path.join(project, "bin/pulumi-language-nodejs"), `#!/bin/sh\nexec ${words.join(" ")} "$@"\n`, {
    mode: 0o755,
  });
  const own = { TOCSIN_LOCAL_DIR: directory, NO_COLOR: "1" };
  environment = { ...own, PATH: [path.join(project, "bin"), process.env.PATH].join(path.delimiter) };
  // As whoever types `pulumi` on the local stack gets it: eval "$(npx tocsin local env)".
  const { code, stdout, stderr } = await tocsin("local", "env");
  expect(code, stderr).toBe(0);
  const shown = await run("sh", ["-c", `${stdout}\nenv -0`], project, environment);
  const pairs = shown.stdout
    .split("\0")
    .map((line) => [line.split("=", 1)[0] ?? "", line.slice(line.indexOf("=") + 1)]);
  environment = { ...Object.fromEntries(pairs), ...own };
  await stackFile("local", {});
  for (const name of ["local", "prod"]) {
    const made = await pulumi("stack", "init", name);
    expect(made.code, made.said).toBe(0);
  }
});
afterAll(async () => {
  if (directory !== undefined) await stopVendors(directory);
  if (project !== undefined) await rm(project, { recursive: true, force: true });
});

it("moves from the flat program into the component, and nothing is made anew", async () => {
  const empty = await pulumi("up", "--stack", "local", "--yes", "--skip-preview");
  expect(empty.code, empty.said).toBe(0);
  const { stdout: id } = await pulumi("stack", "output", "id", "--stack", "local");
  const values = { id: id.trim(), url: "https://shop.example.com" };
  await stackFile("local", settings(values, sam));
  await write("index.ts", flat);
  const first = await pulumi("up", "--stack", "local", "--yes", "--skip-preview");
  expect(first.code, first.said).toBe(0);
  const before = await manifest();
  expect(Object.keys(before.definitions).sort()).toEqual(["shop/ready", "shop/webhook"]);

  await stackFile("local", settings({}, {}));
  await write("index.ts", component);
  await controlCall(vendors, "DELETE", "/requests");
  const moved = await pulumi("up", "--stack", "local", "--yes", "--skip-preview");
  expect(moved.code, moved.said).toBe(0);
  expect(await manifest()).toEqual(before);
  const writes = requestsShape
    .parse(await (await controlCall(vendors, "GET", "/requests")).json())
    .filter(({ method }) => ["POST", "PUT", "PATCH", "DELETE"].includes(method));
  expect(writes.map(({ method, path: where }) => `${method} ${where}`)).toEqual([]);
});

it("finds nothing to do afterwards, in previews and refreshes of both command lines", async () => {
  for (const words of [
    ["preview", "--expect-no-changes"],
    ["refresh", "--yes", "--skip-preview", "--expect-no-changes"],
  ]) {
    const { code, said } = await pulumi(...words, "--stack", "local");
    expect(code, said).toBe(0);
    // The first is about the host of this test.
    expect(said.match(/warning: (?!using pulumi-language-nodejs).*/g)).toBeNull();
  }
  const ours = await tocsin("preview", "--stack", "local", "--expect-no-changes");
  expect(ours.code, ours.stdout + ours.stderr).toBe(0);
});

it("is linted in a preview with a policy pack: what is wrong is said of its resource, and nothing is updated", async () => {
  // As docs/reference/lint.md has its three files.
  const page = await readFile(path.join(root, "docs/reference/lint.md"), "utf8");
  const [, section = ""] = /## In a preview of Pulumi's\n([\s\S]*?)\n## /.exec(page) ?? [];
  const files = [...section.matchAll(/`(\S+)`[^`]*:\n\n```\w+\n([\s\S]*?)```/g)];
  expect(files.map(([, name]) => name)).toEqual(["PulumiPolicy.yaml", "package.json", "index.js"]);
  for (const [, name, text = ""] of files) await write(`policy/${name}`, text);
  const words = ["--policy-pack", "policy", "--stack", "local"];
  const sound = await pulumi("preview", ...words, "--expect-no-changes");
  expect(sound.code, sound.said).toBe(0);
  expect(sound.said).toContain("alerts@v1.0.0");

  await write("runbooks/other.md", "# Another page\n");
  // An update begins with a preview, and goes no further.
  for (const command of [["preview"], ["up", "--yes"]]) {
    const { code, said } = await pulumi(...command, ...words);
    expect(code, said).not.toBe(0);
    expect(said).toContain(
      "[mandatory]  alert-runbook-page  (tocsin:stripe:WebhookEndpoint: shop/webhook/webhook-endpoint)",
    );
    expect(said).toContain("shop/webhook: there is no page runbooks/orders.md (alerts/shop.ts:9).");
  }
  await rm(path.join(project, "runbooks"), { recursive: true });
});

it("is compiled without the engine, each input shown by its setting, and verified with what the stack tells", async () => {
  const compiled = await tocsin("compile", "--stack", "local", "--json");
  expect(compiled.stdout).toContain("<input:vercel.projects.shop.url>/hook");
  const verified = await tocsin("verify", "--stack", "local", "--json");
  expect(verified.code, verified.stdout + verified.stderr).toBe(0);
  expect(JSON.parse(verified.stdout)).toMatchObject({ stack: "local", findings: [] });
  expect(verified.stdout).not.toContain("<input:");
});

it("fires its alerts in a drill: each notification arrives, and each alert recovers", async () => {
  const drilled = await tocsin("drill", "--stack", "local");
  expect(drilled.code, drilled.stdout + drilled.stderr).toBe(0);
  expect(drilled.stdout).toMatch(/shop\/ready +recovered/);
  const after = await pulumi("preview", "--stack", "local", "--expect-no-changes");
  expect(after.code, after.said).toBe(0);
});

it("is the same program as ES modules", async () => {
  await programIn("ES modules");
  const { code, said } = await pulumi("up", "--stack", "local", "--yes", "--skip-preview", "--expect-no-changes");
  expect(code, said).toBe(0);
});

it("is judged by the gate before its first resource, while the rest of the program is not", async () => {
  const gate = { publicKey: generateKeys().publicKey, from: "local" };
  await stackFile("prod", settings({}, {}, { "tocsin:allowDrills": false, "tocsin:gate": gate }));
  await write("index.ts", component.replace('name: "shop"', 'name: "shop-prod"'));
  const refused = await pulumi("up", "--stack", "prod", "--yes", "--skip-preview");
  expect(refused.code).not.toBe(0);
  expect(refused.said).toMatch(/the gate is closed[\s\S]*Nothing was changed/);
  expect(refused.said).not.toMatch(/^\s+at .*:\d+:\d+/m);
  expect(refused.said).not.toMatch(/SyntheticsTest|WebhookEndpoint/);
  await write("index.ts", component);
});

it("says in one sentence what a program gives where nothing can", async () => {
  await write(
    "index.ts",
    component.replace("projects: { shop:", 'team: pulumi.output("team_acme"), projects: { shop:'),
  );
  const { code, said } = await pulumi("preview", "--stack", "local");
  expect(code).not.toBe(0);
  expect(said).toContain("The setting vercel.team is an Input, and must be a plain value");
  expect(said).not.toMatch(/^\s+at .*:\d+:\d+/m);
  await write("index.ts", component);
});

it("is destroyed with the rest of the program", async () => {
  const { code, said } = await pulumi("destroy", "--stack", "local", "--yes", "--skip-preview");
  expect(code, said).toBe(0);
});
