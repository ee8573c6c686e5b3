/** The component in a program of another purpose: what it makes, below which parent, and what it refuses. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import pulumi from "@pulumi/pulumi";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { stringify } from "yaml";
import { readSettings, requireInputs } from "../../src/program/inputs.ts";
import { loadProject } from "../../src/project/project.ts";
import { Alerts, type AlertsArgs } from "../../src/pulumi/index.ts";

let root: string;
let made: pulumi.runtime.MockResourceArgs[];
beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), "tocsin-alerts-"));
  vi.spyOn(process, "cwd").mockReturnValue(root);
  write("Pulumi.yaml", stringify({ name: "shop", runtime: "nodejs", plugins: { providers: [plugin] } }));
  write("package.json", '{ "main": "index.ts" }');
  write("index.ts", 'import { Alerts } from "tocsin/pulumi";\n');
  write("Pulumi.dev.yaml", stringify({ config: stackFile }));
  write("alerts/shop.ts", definitions);
  made = [];
  pulumi.runtime.setMocks(
    {
      newResource: (args) => {
        made.push(args);
        return { id: `${args.name}-id`, state: { ...args.inputs, secret: "whsec_1" } };
      },
      call: () => ({ outputs: {} }),
    },
    "shop",
    "dev",
  );
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(root, { recursive: true, force: true });
});

const plugin = { name: "tocsin", path: path.resolve(import.meta.dirname, "../../plugin") };

/** Whatever the program makes is left out: a project's id and address, a monitor, people. */
const stackFile = {
  "tocsin:allowDrills": true,
  "tocsin:runbooks": "https://example.com/runbooks",
  "tocsin:datadog": { slackAccount: "acme", locations: ["aws:eu-central-1"] },
  "tocsin:sentry": {
    organization: "acme",
    environment: "dev",
    slackIntegration: "55",
    projects: { shop: { slug: "shop" } },
  },
  "tocsin:vercel": { team: "team_acme", projects: { shop: { name: "shop", logEnvironment: "production" } } },
  "tocsin:supabase": {},
  "tocsin:stripe": { apiVersion: "2026-10-28.endive" },
  "tocsin:people": { sam: {} },
  "tocsin:channels": { alerts: "#alerts" },
};

const definitions = `
import { above, alert, consecutiveFailures, crons, declared, httpCheck, minutes, route, sentryIssues, everyEvent, webhookEndpoint } from "tocsin";
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

function write(name: string, text: string): void {
  mkdirSync(path.dirname(path.join(root, name)), { recursive: true });
  writeFileSync(path.join(root, name), text);
}

const site = { id: pulumi.output("prj_1"), url: pulumi.output("https://shop.example.com/") };
const settings = {
  sentry: { projects: { shop: { errorMonitor: pulumi.output("50") } } },
  vercel: { projects: { shop: site } },
  people: { sam: { mail: pulumi.output("sam@example.com"), sentryUser: pulumi.output(7) } },
};

const resolved = <T>(output: pulumi.Output<T>) => new Promise<T>((resolve) => output.apply((value) => resolve(value)));
const inputsOf = (type: string) => made.filter((one) => one.type === type).map(({ inputs }) => inputs);

it("makes the resources of the definitions as its parts, with the program's values filled in", async () => {
  const alerts = new Alerts("alerts", { definitions: "./alerts", settings });
  const manifest = await resolved(alerts.manifest);
  expect(inputsOf("tocsin:stripe:WebhookEndpoint")).toMatchObject([{ body: { url: "https://shop.example.com/hook" } }]);
  expect(inputsOf("vercel:index/projectEnvironmentVariable:ProjectEnvironmentVariable")).toMatchObject([
    { projectId: "prj_1", key: "HOOK_SECRET" },
  ]);
  const [test] = inputsOf("datadog:index/syntheticsTest:SyntheticsTest");
  expect(test).toMatchObject({ requestDefinition: { url: "https://shop.example.com/ready" } });
  expect(test.message).toContain("@sam@example.com");
  expect(JSON.stringify(made)).not.toContain("<input:");
  expect(Object.keys(manifest.definitions).sort()).toEqual(["shop/ready", "shop/webhook"]);
  expect(manifest).toMatchObject({
    version: 1,
    stack: "dev",
    settings: {
      vercel: { projects: { shop: { id: "prj_1", url: "https://shop.example.com" } } },
      people: { sam: { mail: "sam@example.com", sentryUser: "7" } },
    },
  });
  expect(made.find(({ type }) => type === "tocsin:index:Alerts")?.name).toBe("alerts");
});

it("compiles without the program, each of its values shown by its setting", async () => {
  const { resources } = await loadProject(root, "dev");
  const bodies = JSON.stringify(resources.map(({ parent, body }) => ({ parent, body })));
  expect(bodies).toContain('"url":"<input:vercel.projects.shop.url>/hook"');
  expect(bodies).toContain('"projectId":"<input:vercel.projects.shop.id>"');
});

it("asks for what a project without Alerts leaves out", async () => {
  write("index.ts", 'export { default } from "tocsin/pulumi";\n');
  await expect(loadProject(root, "dev")).rejects.toMatchObject({
    problems: expect.arrayContaining([
      expect.objectContaining({ rule: "stack/missing", message: "tocsin:vercel.projects.shop.url is missing" }),
    ]),
  });
});

it("refuses an input where a plain value is compiled, which is an error of types too", () => {
  const team = pulumi.output("team_acme");
  // @ts-expect-error a team is plain
  const wrong: AlertsArgs["settings"] = { vercel: { team } };
  expect(() => readSettings(wrong ?? {})).toThrow("The setting vercel.team is an Input, and must be a plain value");
});

it("names what neither the stack file nor the program gives", async () => {
  const { stack } = await loadProject(root, "dev");
  const { inputs } = readSettings({ vercel: { projects: { shop: site } } });
  const missing = "sentry.projects.shop.errorMonitor, people.sam.mail, people.sam.sentryUser";
  expect(() => requireInputs(stack, inputs)).toThrow(`Settings are missing: ${missing}.`);
});

it("takes definitions that the program has made itself", async () => {
  const { alert, declared, route, webhookEndpoint } = await import("../../src/index.ts");
  const own = [
    route({ name: "oncall", mail: ["sam"] }),
    alert({
      ...{ id: "shop/webhook", title: "Webhook", service: "shop", owner: "sam", severity: "page", route: "oncall" },
      signal: webhookEndpoint({
        service: "shop",
        path: "/own",
        events: ["invoice.paid"],
        secretVariable: "HOOK_SECRET",
      }),
      condition: declared(),
      ...{ why: "w", causes: ["c"], firstChecks: ["f"], recovered: "r", runbook: "orders" },
    }),
  ];
  await resolved(new Alerts("alerts", { definitions: own, settings }).manifest);
  expect(inputsOf("tocsin:stripe:WebhookEndpoint")).toMatchObject([{ body: { url: "https://shop.example.com/own" } }]);
});
