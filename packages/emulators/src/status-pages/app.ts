import type { LocalContext, VendorEmulator } from "../context.ts";
import { bears } from "../secret.ts";
import { createVendorApp } from "../vendor.ts";
import { statusControl } from "./control.ts";
import { type Incident, isMaintenance, type PageName, pages } from "./model.ts";

/**
 * The public status pages of the vendors, one below `/<vendor>`, in the form of Atlassian Statuspage, which all of them use (seen
 * 2026-08 to 2026-10): `GET /<vendor>/api/v2/summary.json`. A real one asks for no credential; here it is the control app's.
 */
export function createStatusPages(context: LocalContext): VendorEmulator {
  const incidents: Incident[] = [];
  const app = createVendorApp(context, "status-pages", (c) =>
    bears(c, context.tokens.control.token) ? null : c.json({ error: "the bearer token of `control` is missing" }, 401),
  );
  app.get("/:page/api/v2/summary.json", (c) => {
    const name = c.req.param("page");
    const page = pages.find((one) => one === name);
    if (page === undefined) return c.json({ error: "not found" }, 404);
    const url = `${context.urls.get("status-pages") ?? ""}/${page}`;
    return c.json(summary(page, url, incidents, context.now()));
  });
  app.notFound((c) => c.json({ error: `${c.req.method} ${c.req.path} does not exist` }, 404));
  return {
    name: "status-pages",
    app,
    control: statusControl(context, incidents),
    counts: () => ({ incidents: incidents.length }),
    describe: (url) => ({ url, token: context.tokens.control.token }),
  };
}

/** What a page says while all is well, and with its worst incident. */
const descriptions = {
  none: "All Systems Operational",
  minor: "Partially Degraded Service",
  major: "Partial System Outage",
  critical: "Major System Outage",
  maintenance: "Service Under Maintenance",
} as const;

const worst = ["critical", "major", "minor", "maintenance", "none"] as const;

const componentStatus = {
  none: "operational",
  minor: "degraded_performance",
  major: "partial_outage",
  critical: "major_outage",
  maintenance: "under_maintenance",
} as const;

function summary(page: PageName, url: string, all: readonly Incident[], now: Date) {
  const own = all.filter((one) => one.page === page);
  const indicator = worst.find((impact) => own.some((one) => one.impact === impact)) ?? "none";
  const component = (one: Incident) => ({
    id: one.id,
    name: one.component,
    status: componentStatus[one.impact],
    group: false,
    group_id: null,
    only_show_if_degraded: false,
  });
  const view = (one: Incident) => ({
    id: one.id,
    name: one.name,
    status: isMaintenance(one) ? "in_progress" : "investigating",
    impact: one.impact,
    created_at: one.since,
    started_at: one.since,
    updated_at: one.since,
    resolved_at: null,
    shortlink: `${url}/incidents/${one.id}`,
    incident_updates: [],
    components: [component(one)],
  });
  return {
    page: { id: page, name: page, url, time_zone: "Etc/UTC", updated_at: now.toISOString() },
    components: own.map(component),
    incidents: own.filter((one) => !isMaintenance(one)).map(view),
    scheduled_maintenances: own.filter(isMaintenance).map((one) => ({
      ...view(one),
      scheduled_for: one.since,
      scheduled_until: new Date(Date.parse(one.since) + 3_600_000).toISOString(),
    })),
    status: { indicator, description: descriptions[indicator] },
  };
}
