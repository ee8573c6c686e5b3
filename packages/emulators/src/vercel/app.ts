import { z } from "zod";
import type { LocalContext, VendorEmulator } from "../context.ts";
import { createVendorApp } from "../vendor.ts";
import { vercelControl } from "./control.ts";
import { cronRoutes } from "./cron-routes.ts";
import { pastRuns, runCronsOnSchedule } from "./cron-runs.ts";
import { deploymentRoutes } from "./deployments.ts";
import { environmentRoutes } from "./environment.ts";
import { ApiError, createRouter, notFound, readBody } from "./errors.ts";
import { requireToken } from "./guard.ts";
import { evaluateMonitors } from "./monitors/evaluate.ts";
import { groupRoutes } from "./monitors/groups.ts";
import { monitorRoutes } from "./monitors/routes.ts";
import { projectRoutes } from "./projects.ts";
import { addProjects, seedVercel } from "./seed.ts";
import type { VercelStore } from "./store.ts";
import { webhookRoutes } from "./webhooks.ts";

/** The emulated Vercel, with its store for whoever runs crons and answers for deployments. */
export interface VercelEmulator extends VendorEmulator {
  readonly store: VercelStore;
}

/** What forwards every project's lines to the emulated Datadog, all of them. */
const logDrain = (ownerId: string, createdAt: number) => ({
  id: "drn_datadog",
  ownerId,
  name: "Datadog",
  createdAt,
  updatedAt: createdAt,
  source: { kind: "integration", integrationConfigurationId: "icfg_datadog" },
  schemas: { log: { version: "v1" } },
  delivery: {
    type: "http",
    endpoint: "https://http-intake.logs.datadoghq.com/v1/input",
    encoding: "json",
    headers: {},
  },
  sampling: [{ type: "head_sampling", rate: 1 }],
  status: "enabled",
});

/** What can be changed of it. Its sampling is stored, and every line goes on. */
const drainChange = z.strictObject({
  sampling: z
    .array(
      z.strictObject({
        type: z.literal("head_sampling"),
        rate: z.number().min(0).max(1),
        env: z.enum(["production", "preview"]).optional(),
        requestPath: z.string().optional(),
      }),
    )
    .optional(),
  status: z.enum(["enabled", "disabled"]).optional(),
});

/** The emulated Vercel: of the REST interface what provisioning and reading back need. */
export function createVercel(context: LocalContext): VercelEmulator {
  const store = seedVercel(context);
  const { team } = store;
  const app = createVendorApp(context, "vercel", requireToken(context.tokens.vercel.token, team));
  const api = createRouter();
  api.get("/v2/teams/:team", (c) => {
    if (c.req.param("team") !== team.id && c.req.param("team") !== team.slug) throw notFound("Team");
    return c.json({
      ...team,
      avatar: null,
      description: null,
      stagingPrefix: team.slug,
      updatedAt: team.createdAt,
      billing: { plan: "pro" },
      membership: {
        uid: team.creatorId,
        teamId: team.id,
        role: "OWNER",
        confirmed: true,
        confirmedAt: team.createdAt,
        createdAt: team.createdAt,
        created: team.createdAt,
      },
    });
  });
  const drain = logDrain(team.id, team.createdAt);
  api.get("/v1/drains", (c) => c.json({ drains: [drain] }));
  api.patch("/v1/drains/:id", async (c) => {
    if (c.req.param("id") !== drain.id) throw notFound("Drain");
    return c.json(Object.assign(drain, await readBody(c.req, drainChange), { updatedAt: context.now().getTime() }));
  });
  projectRoutes(api, context, store);
  environmentRoutes(api, context, store);
  deploymentRoutes(api, context, store);
  cronRoutes(api, context, store);
  webhookRoutes(api, context, store);
  monitorRoutes(api, context, store);
  groupRoutes(api, store);
  api.all("*", () => {
    throw new ApiError(404, "not_found", "The requested API endpoint was not found");
  });
  app.route("/", api);
  runCronsOnSchedule(context, store);
  evaluateMonitors(context, store);

  return {
    name: "vercel",
    app,
    store,
    accountsChanged: () => addProjects(context, store),
    past: pastRuns(context, store),
    control: vercelControl(store),
    counts: () => ({
      projects: store.projects.size,
      environmentVariables: [...store.projects.values()].reduce((sum, one) => sum + one.environment.length, 0),
      deployments: store.deployments.size,
      buildsSkipped: [...store.deployments.values()].filter(({ buildSkipped }) => buildSkipped).length,
      webhooks: store.webhooks.size,
      monitors: store.monitors.size,
      functionCallsBegun: store.functions.calls.begun,
      functionCallsAnswered: store.functions.calls.answered,
    }),
    close: () => store.functions.close(),
    describe: (url) => ({ url, token: context.tokens.vercel.token, team: team.id }),
  };
}
