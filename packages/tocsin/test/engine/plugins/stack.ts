import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import pulumi from "@pulumi/pulumi";
import { Hono } from "hono";
import { createContext } from "../../../../emulators/src/context.ts";
import { listen } from "../../../../emulators/src/listen.ts";
import { createSentry } from "../../../../emulators/src/sentry/app.ts";
import { createSlack } from "../../../../emulators/src/slack/app.ts";
import { createStripe } from "../../../../emulators/src/stripe/app.ts";

/** The engine that set-up puts into the user's cache. */
const ENGINE = process.env.TOCSIN_TEST_ENGINE ?? join(homedir(), ".cache/tocsin/engine/v3.259.0/pulumi");

const plugin = fileURLToPath(new URL("../../../plugin", import.meta.url));

/** Called when an emulated vendor has done its work and before its answer leaves. */
export type Hook = (method: string, path: string) => Promise<void>;

/** The emulated Sentry (which asks Slack for channels) and Stripe, and a stack on the real engine whose plugin is ours. All in a folder of its own. */
export async function bench() {
  const context = createContext();
  let hook: Hook = async () => {};
  const servers = await Promise.all(
    [createSentry(context), createSlack(context), createStripe(context)].map(async (vendor) => {
      const outer = new Hono();
      outer.all("*", async (c) => {
        const answer = await vendor.app.fetch(c.req.raw);
        await hook(c.req.method, c.req.path);
        return answer;
      });
      const server = await listen(outer, 0);
      context.urls.set(vendor.name, server.url);
      return server;
    }),
  );
  const url = (name: "sentry" | "stripe") => context.urls.get(name) ?? "";

  const folder = await mkdtemp(join(tmpdir(), "tocsin-plugins-"));
  const workDir = join(folder, "stack");
  const root = join(folder, "engine");
  await Promise.all(
    ["backend", "home", "stack", "engine/bin"].map((name) => mkdir(join(folder, name), { recursive: true })),
  );
  await writeFile(join(root, "bin/pulumi"), `#!/bin/sh\nexec '${ENGINE}' "$@"\n`, { mode: 0o755 });
  const provider = `{name: tocsin, path: "${plugin}"}`;
  await writeFile(
    join(workDir, "Pulumi.yaml"),
    `name: plugins\nruntime: nodejs\nplugins: {providers: [${provider}]}\n`,
  );
  const stack = await pulumi.automation.LocalWorkspace.createOrSelectStack(
    { stackName: "test", projectName: "plugins", program: async () => ({}) },
    {
      workDir,
      pulumiHome: join(folder, "home"),
      pulumiCommand: await pulumi.automation.PulumiCommand.get({ root, skipVersionCheck: true }),
      envVars: {
        PULUMI_BACKEND_URL: `file://${join(folder, "backend")}`,
        PULUMI_CONFIG_PASSPHRASE: "test",
        PULUMI_SKIP_UPDATE_CHECK: "true",
        PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
        SENTRY_AUTH_TOKEN: context.tokens.sentry.token,
        SENTRY_BASE_URL: `${url("sentry")}/api/`,
        STRIPE_API_KEY: context.tokens.stripe.apiKey,
        STRIPE_API_BASE: url("stripe"),
      },
    },
  );

  /** What a person does in the vendor's own interface. */
  async function byHand(vendor: "sentry" | "stripe", method: string, path: string, body?: unknown): Promise<unknown> {
    const token = vendor === "sentry" ? context.tokens.sentry.token : context.tokens.stripe.apiKey;
    const isForm = body instanceof URLSearchParams;
    const response = await fetch(`${url(vendor)}${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, ...(isForm ? {} : { "content-type": "application/json" }) },
      ...(body === undefined ? {} : { body: isForm ? body : JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    return response.status === 204 ? null : response.json();
  }

  return {
    stack,
    context,
    byHand,
    /** Calls that reached the vendors since the last `forget`, as `METHOD path`. */
    calls: () => context.requests.list().map(({ method, path }) => `${method} ${path}`),
    forget: () => context.requests.clear(),
    onAnswer(next: Hook) {
      hook = next;
    },
    /** The whole state as the backend has it. An export would decrypt it. */
    state: () => readFile(join(folder, "backend/.pulumi/stacks/plugins/test.json"), "utf8"),
    async close() {
      await Promise.all(servers.map((server) => server.close()));
      await rm(folder, { recursive: true, force: true });
    },
  };
}
export type Bench = Awaited<ReturnType<typeof bench>>;

/** Process ids of the engine that this process runs, found in /proc. */
export async function enginesOfThisProcess(): Promise<number[]> {
  const found: number[] = [];
  for (const name of await readdir("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    const stat = await readFile(`/proc/${name}/stat`, "utf8").catch(() => "");
    const [, command = "", parent = ""] = /^\d+ \((.*)\) \S (\d+)/.exec(stat) ?? [];
    if (command === "pulumi" && Number(parent) === process.pid) found.push(Number(name));
  }
  return found;
}
