import { expect, it } from "vitest";
import { z } from "zod";
import { localEnvironment } from "../../../src/app/local/files.ts";
import type { RunResult } from "../../../src/engine/engine.ts";
import type { Json, JsonObject, Resource } from "../../../src/model/resource.ts";
import { variablesOf } from "./variables.ts";
import { type LoggedRequest, type World, writesIn } from "./world.ts";

/** A stack that one run has made, with all calls since its vendors were started that were answered with a 2xx. */
export interface Made {
  world: World;
  run: RunResult;
  log: readonly LoggedRequest[];
}

/** The call that creates an object of a kind, by the vendors' documentation. */
function callOf({ kind, parent: stated, refs }: Resource, run: RunResult): { method: string; path: string } {
  // The engine's plugin calls by id what the code can only name.
  const [home] = refs.filter((ref) => ref.in === "parent");
  const parent = home === undefined ? stated : { ...stated, [home.path]: idIn(run, home.resource) };
  const sentry = `/api/0/organizations/${parent.organization}`;
  const calls: Readonly<Record<string, string>> = {
    monitor: "POST /api/v1/monitor",
    "synthetics-test": "POST /api/v1/synthetics/tests/api",
    "global-variable": "POST /api/v1/synthetics/variables",
    "slack-channel": `POST /api/v1/integration/slack/configuration/accounts/${parent.account}/channels`,
    "logs-pipeline": "POST /api/v1/logs/config/pipelines",
    dashboard: "POST /api/v1/dashboard",
    downtime: "POST /api/v2/downtime",
    "on-call-policy": "POST /api/v2/on-call/escalation-policies",
    "on-call-routing": `PUT /api/v2/on-call/teams/${parent.team}/routing-rules`,
    slo: "POST /api/v1/slo",
    detector: `POST ${sentry}/projects/${parent.project}/detectors/`,
    workflow: `POST ${sentry}/workflows/`,
    project: "POST /v8/projects",
    deployment: "POST /v12/now/deployments",
    "project-crons": `PATCH /v1/projects/${parent.projectId}/crons`,
    "environment-variable": `POST /v10/projects/${parent.projectId}/env`,
    "webhook-endpoint": "POST /v1/webhook_endpoints",
  };
  const [method = "", path = ""] = (calls[kind] ?? "").split(" ");
  return { method, path };
}

/** The vendor's id of a resource, as the run told it. */
const idIn = (run: RunResult, name: string): string | null => run.steps.find((step) => step.name === name)?.id ?? null;

/** What the log of requests shows in place of a variable's value. */
const hidden = "[secret]";

/** The body with the ids that the run told, as the log shows it. */
function filled(resource: Resource, run: RunResult): unknown {
  const body = structuredClone(resource.body);
  for (const ref of resource.refs.filter((one) => one.in === undefined)) {
    const known: Record<string, unknown> = {
      secret: hidden,
      // Of a variable whose name says that it holds a credential the log does not show even this.
      version: expect.stringMatching(/^(?:[0-9a-f]{12}|\[secret\])$/),
      monitor_id: expect.any(Number),
    };
    const keys = ref.path.split(".");
    const last = keys.pop() ?? "";
    const parent = keys.reduce<Json | undefined>(
      (at, key) => (at !== null && typeof at === "object" ? Reflect.get(at, key) : undefined),
      body,
    );
    if (parent === null || typeof parent !== "object") throw new Error(`${resource.name}: nothing at ${ref.path}`);
    Reflect.set(parent, last, known[ref.property] ?? idIn(run, ref.resource));
  }
  return withoutSecrets(resource.kind === "environment-variable" ? { ...body, value: hidden } : body);
}

function withoutSecrets(value: unknown): unknown {
  if (typeof value === "string" && value.startsWith("secret:")) return hidden;
  if (Array.isArray(value)) return value.map(withoutSecrets);
  // Matchers of the test library pass as they are.
  if (value === null || typeof value !== "object" || "asymmetricMatch" in value) return value;
  const shown = (key: string, item: unknown) => (key === "Authorization" ? hidden : withoutSecrets(item));
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, shown(key, item)]));
}

/** What is reviewed is what is sent: every compiled body against what the vendor received, object by object. */
export function bodiesAreCompiled(made: () => Made): void {
  it("the sample holds every kind of object", () => {
    expect(new Set(made().world.resources.map((resource) => resource.kind)).size).toBe(14);
  });

  it("each object but Stripe's was created by exactly the compiled body", () => {
    for (const resource of made().world.resources.filter(({ vendor }) => vendor !== "stripe")) {
      const { run, log } = made();
      const { method, path } = callOf(resource, run);
      const sent = log.filter(
        (call) => call.vendor === resource.vendor && call.method === method && call.path === path,
      );
      const bodies = sent.map(({ request }) => request);
      const mark = resource.definition ?? resource.name;
      const near = bodies.filter((body) => JSON.stringify(body).includes(mark) && bodies.length > 1);
      const wanted = filled(resource, run);
      // What the official provider adds to these two by itself stands in the quirks of their kinds.
      const adds = resource.kind === "project" || resource.kind === "deployment";
      expect(near.length > 0 ? near : bodies, resource.name).toContainEqual(
        adds ? expect.objectContaining(Object(wanted)) : wanted,
      );
    }
  });

  it("every variable has the value that it was compiled with, or the secret of the run that it names", async () => {
    const environment = localEnvironment(made().world.vendors, ["ADMIN_TOKEN"]);
    const variables = made().world.resources.filter(({ kind }) => kind === "environment-variable");
    expect(variables.length).toBeGreaterThan(10);
    const names: Record<string, string> = { prj_cliplyweb: "cliply-web", prj_tips: "tips" };
    for (const { body, parent } of variables) {
      const project = names[String(parent.projectId)];
      // Those of the probe's own project are what it runs with.
      if (project === undefined) continue;
      const { key, value } = z.object({ key: z.string(), value: z.string().optional() }).parse(body);
      const wanted = value?.startsWith("secret:") ? environment[value.replace("secret:", "TOCSIN_SECRET_")] : value;
      const told = (await variablesOf(made().world.vendors, project))[key];
      expect(told, key).toEqual(
        wanted === undefined || wanted === "" ? expect.stringMatching(/^whsec_\w{16,}$/) : wanted,
      );
    }
  });

  it("Stripe, whose wire is not JSON, holds what was compiled", async () => {
    const { stripe } = made().world.vendors;
    const answer = await fetch(`${stripe.url}/v1/webhook_endpoints`, {
      headers: { authorization: `Bearer ${stripe.apiKey}` },
    });
    const { data } = z
      .object({ data: z.array(z.looseObject({ enabled_events: z.array(z.string()) })) })
      .parse(await answer.json());
    const live = data.map(
      (endpoint): JsonObject => ({
        ...z.record(z.string(), z.json()).parse(endpoint),
        enabled_events: endpoint.enabled_events.sort(),
      }),
    );
    const compiled = made().world.resources.filter(({ kind }) => kind === "webhook-endpoint");
    expect(compiled.length).toBeGreaterThan(0);
    for (const resource of compiled) expect(live).toContainEqual(expect.objectContaining(resource.body));
  });

  it("no call creates anything that is not compiled", () => {
    const creating = writesIn(made().log).filter(({ method, path }) => method === "POST" && path !== "/v2/now/files");
    expect(creating).toHaveLength(made().world.resources.filter(({ kind }) => kind !== "project-crons").length);
  });
}
