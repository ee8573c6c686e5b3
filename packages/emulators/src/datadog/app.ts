import { type Context, Hono } from "hono";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import { z } from "zod";
import type { LocalContext, VendorEmulator } from "../context.ts";
import { createVendorApp, reportCrash } from "../vendor.ts";
import { watchMonitors } from "./alerting/engine.ts";
import { requireKeys } from "./api/auth.ts";
import { Refusal } from "./api/errors.ts";
import { limitRate } from "./api/rate-limit.ts";
import { addDashboardRoutes } from "./config/dashboards.ts";
import { addHandleRoutes } from "./config/handles.ts";
import { addLogsIndexRoutes } from "./config/logs-indexes.ts";
import { addLogsMetricRoutes } from "./config/logs-metrics.ts";
import { addLogsPipelineRoutes } from "./config/logs-pipelines.ts";
import { addOnCallRoutes } from "./config/on-call.ts";
import { addSlackChannelRoutes } from "./config/slack-channels.ts";
import { addSloRoutes } from "./config/slos.ts";
import { addDowntimeRoutes } from "./downtimes/routes.ts";
import { addCheckRoutes } from "./intake/checks.ts";
import { addEventRoutes } from "./intake/events.ts";
import { addLogRoutes } from "./intake/logs.ts";
import { addSeriesRoutes } from "./intake/series.ts";
import { addMonitorRoutes } from "./monitors/routes.ts";
import { addEventReadRoutes } from "./reads/events.ts";
import { addLogReadRoutes } from "./reads/logs.ts";
import { addMetricReadRoutes } from "./reads/metrics.ts";
import { addSloHistoryRoutes } from "./reads/slo-history.ts";
import { DatadogStore } from "./store.ts";
import { addSyntheticsResultRoutes } from "./synthetics/results.ts";
import { runTests } from "./synthetics/runner.ts";
import { addSyntheticsTestRoutes } from "./synthetics/tests.ts";
import { addGlobalVariableRoutes } from "./synthetics/variables.ts";

/** The emulated Datadog, with the store for whoever evaluates what it holds. */
export interface DatadogEmulator extends VendorEmulator {
  readonly store: DatadogStore;
}

/**
 * One Datadog organisation: what is needed to provision and to read back monitors, synthetic tests, downtimes,
 * dashboards, SLOs, log configuration and the Slack integration, and to submit data.
 *
 * Bodies that the vendor refuses are refused with its errors, as far as they are known from its specification and from
 * recorded answers.
 */
export function createDatadog(context: LocalContext): DatadogEmulator {
  const app = createVendorApp(context, "datadog", requireKeys(context.tokens.datadog));
  const store = new DatadogStore();
  app.onError((error, c) => (error instanceof Refusal ? answer(c, error) : reportCrash("datadog", error, c)));
  app.notFound((c) => c.json({ errors: ["Not found"] }, 404));
  app.use(limitRate(context));

  app.get("/api/v1/validate", (c) => c.json({ valid: true }));
  addMonitorRoutes(app, context, store);
  addGlobalVariableRoutes(app, context, store);
  addSyntheticsResultRoutes(app, context, store);
  addSyntheticsTestRoutes(app, context, store);
  addDowntimeRoutes(app, context, store);
  addConfigRoutes(app, context, store);
  addSeriesRoutes(app, context, store);
  addLogRoutes(app, context, store);
  addCheckRoutes(app, context, store);
  addEventRoutes(app, context, store);
  addMetricReadRoutes(app, context, store);
  addLogReadRoutes(app, context, store);
  addEventReadRoutes(app, context, store);
  addSloHistoryRoutes(app, context, store);

  // Tests first: composite monitors look at their states.
  runTests(context, store);
  watchMonitors(context, store);

  return {
    name: "datadog",
    app,
    store,
    counts: () => store.counts(),
    control: datadogControl(store),
    describe: (url) => ({ url, ...context.tokens.datadog }),
  };
}

function addConfigRoutes(app: Hono, context: LocalContext, store: DatadogStore): void {
  addSlackChannelRoutes(app, context, store);
  addHandleRoutes(app, context, store);
  addDashboardRoutes(app, context, store);
  addSloRoutes(app, context, store);
  addOnCallRoutes(app, context, store);
  addLogsMetricRoutes(app, context, store);
  addLogsPipelineRoutes(app, context, store);
  addLogsIndexRoutes(app);
}

function answer(c: Context, refusal: Refusal): Response {
  const status: ContentfulStatusCode = refusal.status;
  return c.json(refusal.body, status);
}

const indexingSchema = z.strictObject({ delaySeconds: z.number().min(0).max(3_600) });

/**
 * Of the control app: `GET /not-evaluated` tells monitors that are stored here, and why they never leave "No Data";
 * `PUT /indexing {delaySeconds}` lets searches find logs that much later than they arrive, by the emulated clock.
 */
function datadogControl(store: DatadogStore): Hono {
  const control = new Hono();
  control.put("/indexing", async (c) => {
    const parsed = indexingSchema.safeParse(await c.req.json().catch(() => null));
    if (!parsed.success) return c.json({ errors: ["delaySeconds: a number from 0 to 3600"] }, 400);
    store.logs.delayMs = parsed.data.delaySeconds * 1_000;
    return c.json(parsed.data);
  });
  control.get("/not-evaluated", (c) =>
    c.json({
      monitors: [...store.monitors.values()].flatMap(({ id, notEvaluated: reason }) =>
        reason === null ? [] : [{ id, reason }],
      ),
    }),
  );
  return control;
}
