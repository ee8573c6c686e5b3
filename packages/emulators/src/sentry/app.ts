import type { LocalContext, VendorEmulator } from "../context.ts";
import { createVendorApp } from "../vendor.ts";
import { deliverTo } from "./alerts/delivery.ts";
import { detectorRoutes } from "./detectors.ts";
import { Engine } from "./engine.ts";
import { createRouter, notFound } from "./errors.ts";
import { eventRoutes } from "./event-routes.ts";
import { rateLimit, requireToken } from "./guard.ts";
import { createIngest, requireDsn } from "./ingest.ts";
import { issueRoutes } from "./issue-routes.ts";
import { keyRoutes } from "./keys.ts";
import { organizationRoutes } from "./organization.ts";
import type { FindSlackChannel } from "./references.ts";
import { retiredRoutes } from "./retired.ts";
import { addAccounts, seedSentry } from "./seed.ts";
import { settingsRoutes } from "./settings-routes.ts";
import { channelsOfSlack } from "./slack-channels.ts";
import type { Project, SentryStore } from "./store.ts";
import { testFireRoutes } from "./test-fire.ts";
import { workflowHistoryRoutes } from "./workflow-history.ts";
import { workflowRoutes } from "./workflows.ts";

/** The emulated Sentry, with its store for whoever evaluates monitors and alerts. */
export interface SentryEmulator extends VendorEmulator {
  readonly store: SentryStore;
}

/**
 * The emulated Sentry: intake of events by DSN, and of the REST interface what provisioning and reading back need.
 *
 * @param findChannel where Slack channels are looked up; the emulated Slack unless told otherwise
 */
export function createSentry(
  context: LocalContext,
  findChannel: FindSlackChannel = channelsOfSlack(context),
): SentryEmulator {
  const store = seedSentry(context.accounts, context.now());
  const accountsChanged = () => {
    for (const { key } of addAccounts(store, context.accounts, context.now()))
      context.secrets.add(key.public, key.secret);
  };
  accountsChanged();
  const app = createVendorApp(context, "sentry", requireToken(context.tokens.sentry.token, requireDsn(store)));
  const baseUrl = () => context.urls.get("sentry") ?? "http://127.0.0.1";
  const dsnAt = (url: string, project: Project) => `${url.replace("://", `://${project.key.public}@`)}/${project.id}`;

  const deliver = deliverTo(context, store, baseUrl);
  const engine = new Engine(context, store, deliver);
  app.route("/", createIngest(context, store, engine));
  const api = createRouter();
  api.use("*", rateLimit());
  api.get("/internal/health/", (c) => c.json({ healthy: true, problems: [] }));
  for (const path of ["/organizations/:org/*", "/projects/:org/*"]) {
    api.use(path, async (c, next) => {
      if (c.req.param("org") !== store.organization.slug && c.req.param("org") !== store.organization.id)
        throw notFound();
      await next();
    });
  }
  retiredRoutes(api);
  organizationRoutes(api, store);
  keyRoutes(api, store, (project) => dsnAt(baseUrl(), project));
  settingsRoutes(api, store);
  detectorRoutes(api, context, store);
  workflowRoutes(api, context, store, findChannel);
  workflowHistoryRoutes(api, store, baseUrl);
  testFireRoutes(api, context, store, findChannel, deliver);
  issueRoutes(api, () => context.now(), store, engine, baseUrl);
  eventRoutes(api, context, store);
  api.all("*", () => {
    throw notFound();
  });
  app.route("/api/0", api);
  app.notFound((c) => c.json({ detail: "The requested resource does not exist" }, 404));

  return {
    name: "sentry",
    app,
    store,
    accountsChanged,
    counts: () => ({
      detectors: store.detectors.size,
      workflows: store.workflows.size,
      events: store.events.length,
      spans: store.spans.length,
      issues: store.issues.size,
    }),
    describe: (url) => ({
      url,
      token: context.tokens.sentry.token,
      organization: store.organization.slug,
      dsn: Object.fromEntries(store.projects.map((project) => [project.slug, dsnAt(url, project)])),
    }),
  };
}
