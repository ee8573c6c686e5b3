/** An estate as somebody clicks it together over a year: objects of four vendors, made through the vendors' own interfaces. */
import type { Accounts } from "../../src/app/local/accounts.ts";
import type { JsonObject } from "../../src/model/resource.ts";
import { makeWholeEstate } from "../import/estate/index.ts";
import { integrations } from "../import/estate/sentry.ts";
import { dashboards, monitors, tests } from "./init-estate-datadog.ts";
import { alerts, sentryMonitors } from "./init-estate-sentry.ts";

/** A call at a vendor, as a hand makes it. */
export type Call = (
  vendor: "datadog" | "sentry" | "stripe",
  method: string,
  where: string,
  body?: object,
) => Promise<JsonObject>;

/** One object, with the call that reads it. */
export interface ByHand {
  name: string;
  vendor: "datadog" | "sentry" | "stripe";
  read: string;
}

const organization = "/api/0/organizations/acme";

const endpoints: Record<string, string>[] = [
  {
    url: "https://tips.example/api/webhooks/stripe",
    "enabled_events[0]": "payment_intent.succeeded",
    "enabled_events[1]": "charge.refunded",
    api_version: "2026-10-28.endive",
    description: "Tips payments",
  },
  { url: "https://app.cliply.example/hooks/stripe-old", "enabled_events[0]": "*", "metadata[made_by]": "dieter" },
  { url: "https://books.example/stripe", "enabled_events[0]": "invoice.paid", description: "the bookkeeper's" },
];

/** What its Sentry alerts notify is installed: else verify would say, rightly, that they arrive nowhere. */
export const withIntegrations = (accounts: Accounts): Accounts => ({
  ...accounts,
  sentry: {
    ...accounts.sentry,
    integrations: Object.entries(integrations).map(([provider, id]) => ({ id, provider })),
  },
});

/** Makes it all; the order is one in which somebody could have. */
export async function makeEstate(call: Call): Promise<ByHand[]> {
  const made: ByHand[] = [];
  const note = (vendor: ByHand["vendor"], name: string, read: string) => made.push({ vendor, name, read });
  const ids: string[] = [];
  for (const body of monitors) {
    const { id } = await call("datadog", "POST", "/api/v1/monitor", body);
    ids.push(String(id));
    note("datadog", body.name, `/api/v1/monitor/${id}`);
  }
  const composite = {
    name: "hot and failing",
    type: "composite",
    query: `${ids[0]} && ${ids[1]}`,
    message: "both!",
    tags: ["team:web"],
    options: {},
  };
  const { id: both } = await call("datadog", "POST", "/api/v1/monitor", composite);
  note("datadog", composite.name, `/api/v1/monitor/${both}`);
  for (const body of tests) {
    const { public_id } = await call("datadog", "POST", "/api/v1/synthetics/tests/api", body);
    note("datadog", body.name, `/api/v1/synthetics/tests/api/${public_id}`);
  }
  for (const body of dashboards) {
    const { id } = await call("datadog", "POST", "/api/v1/dashboard", body);
    note("datadog", body.title, `/api/v1/dashboard/${id}`);
  }
  const objectives = [
    {
      name: "DB is cool",
      description: "promised to nobody",
      type: "monitor",
      monitor_ids: [Number(ids[1])],
      tags: ["team:web"],
      thresholds: [{ timeframe: "30d", target: 99.3, warning: 99.7 }],
    },
    {
      name: "jobs get done",
      type: "metric",
      query: { numerator: "sum:jobs.done{*}.as_count()", denominator: "sum:jobs.all{*}.as_count()" },
      tags: [],
      thresholds: [
        { timeframe: "7d", target: 95 },
        { timeframe: "90d", target: 99 },
      ],
    },
  ];
  for (const body of objectives) {
    const { data } = await call("datadog", "POST", "/api/v1/slo", body);
    const [slo] = Array.isArray(data) ? data : [];
    if (typeof slo !== "object" || slo === null || Array.isArray(slo)) throw new Error("No SLO was made.");
    note("datadog", body.name, `/api/v1/slo/${String(slo.id)}`);
  }
  const detectors: string[] = [];
  for (const { project, body } of sentryMonitors) {
    const where = `${organization}/projects/${project}/detectors/`;
    const { id } = await call("sentry", "POST", where, { ...body, projectId: project });
    detectors.push(String(id));
    note("sentry", body.name, `${organization}/detectors/${id}/`);
  }
  for (const body of alerts(detectors)) {
    const { id } = await call("sentry", "POST", `${organization}/workflows/`, body);
    note("sentry", body.name, `${organization}/workflows/${id}/`);
  }
  for (const body of endpoints) {
    const { id } = await call("stripe", "POST", "/v1/webhook_endpoints", body);
    note("stripe", body.url ?? "", `/v1/webhook_endpoints/${id}`);
  }
  return [...made, ...(await makeWholeEstate(call))];
}
