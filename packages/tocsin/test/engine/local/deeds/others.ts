import { z } from "zod";
import { jsonObject } from "../../../../src/vendors/json.ts";
import { type Deed, named } from "./hand.ts";

const list = z.array(jsonObject);

/** What hands do at Sentry that an update restores; each to another definition. */
export const atSentry: readonly Deed[] = [
  {
    what: "a Sentry monitor is deleted",
    found: ["missing", "detector", "billing/errors"],
    act: (hand) => hand.deleteOfSentry("detectors", "billing/errors"),
  },
  {
    what: "the limit of a Sentry monitor is raised",
    found: ["changed", "detector", "web-api/high-error-rate"],
    act: (hand) =>
      hand.changeSentry("detectors", "web-api/high-error-rate", ({ conditionGroup }) => {
        const group = jsonObject.parse(conditionGroup);
        const conditions = list
          .parse(group.conditions)
          .map((one) => ({ ...one, comparison: Number(one.comparison) + 100_000 }));
        return { conditionGroup: { ...group, conditions } };
      }),
  },
  {
    what: "a Sentry monitor is switched off",
    found: ["disabled", "detector", "worker/error-spike"],
    act: (hand) => hand.changeSentry("detectors", "worker/error-spike", () => ({ enabled: false })),
  },
  {
    what: "a Sentry monitor is renamed",
    found: ["changed", "detector", "web-api/error-spike"],
    act: (hand) =>
      hand.changeSentry("detectors", "web-api/error-spike", ({ name }) => ({
        name: String(name).replace(" tocsin:", ", the old one tocsin:"),
      })),
  },
  {
    what: "a Sentry monitor gets another owner",
    found: ["changed", "detector", "worker/high-error-rate"],
    act: (hand) => hand.changeSentry("detectors", "worker/high-error-rate", () => ({ owner: "team:3" })),
  },
  {
    what: "a Sentry monitor counts other events",
    found: ["changed", "detector", "web-api/latency-publish"],
    act: (hand) =>
      hand.changeSentry("detectors", "web-api/latency-publish", ({ dataSources }) => ({
        dataSources: list.parse(dataSources).map(({ queryObj }) => {
          const { snubaQuery } = jsonObject.parse(queryObj);
          const { id: _id, eventTypes, ...query } = jsonObject.parse(snubaQuery);
          return { ...query, eventTypes: eventTypes ?? [], query: "transaction:nothing", queryType: 1 };
        }),
      })),
  },
  {
    what: "a Sentry alert is switched off",
    found: ["disabled", "workflow", "publishing/critical-errors"],
    act: (hand) => hand.changeSentry("workflows", "publishing/critical-errors", () => ({ enabled: false })),
  },
  {
    what: "a Sentry alert is deleted",
    found: ["missing", "workflow", "web-api/critical-errors"],
    act: (hand) => hand.deleteOfSentry("workflows", "web-api/critical-errors"),
  },
  {
    what: "a Sentry alert is taken off its monitor",
    found: ["changed", "workflow", "web-api/latency-upload-init"],
    act: (hand) => hand.changeSentry("workflows", "web-api/latency-upload-init", () => ({ detectorIds: [] })),
  },
  {
    what: "a Sentry alert loses a recipient",
    found: ["changed", "workflow", "web-api/limit-publish-tiktok"],
    act: (hand) =>
      hand.changeSentry("workflows", "web-api/limit-publish-tiktok", ({ actionFilters }) => ({
        actionFilters: list
          .parse(actionFilters)
          .map((filter) => ({ ...filter, actions: list.parse(filter.actions).slice(0, 1) })),
      })),
  },
  {
    what: "a Sentry alert listens to another environment",
    found: ["changed", "workflow", "web-api/limit-upload-init"],
    act: (hand) => hand.changeSentry("workflows", "web-api/limit-upload-init", () => ({ environment: "preview" })),
  },
  {
    what: "a Sentry alert notifies more seldom",
    found: ["changed", "workflow", "web-api/limit-scan-schedules"],
    act: (hand) =>
      hand.changeSentry("workflows", "web-api/limit-scan-schedules", () => ({ config: { frequency: 1440 } })),
  },
];

/** At Stripe, which has one endpoint of ours. */
export const atStripe: readonly Deed[] = [
  {
    what: "a Stripe endpoint gets fewer events at another address",
    found: ["changed", "webhook-endpoint", "billing/stripe-webhook"],
    act: async (hand) => {
      const { data } = jsonObject.parse(await hand.call("stripe", "GET", "/v1/webhook_endpoints"));
      const { id } = named(list.parse(data), "", "url");
      const form = "enabled_events[0]=charge.failed&url=https://elsewhere.example/hook";
      return hand.call("stripe", "POST", `/v1/webhook_endpoints/${id}`, form);
    },
  },
  {
    what: "a Stripe endpoint is disabled",
    found: ["disabled", "webhook-endpoint", "billing/stripe-webhook"],
    act: async (hand) => {
      const { data } = jsonObject.parse(await hand.call("stripe", "GET", "/v1/webhook_endpoints"));
      const { id } = named(list.parse(data), "", "url");
      return hand.call("stripe", "POST", `/v1/webhook_endpoints/${id}`, "disabled=true");
    },
  },
];

export const atVercel: readonly Deed[] = [
  {
    what: "the crons of a project are switched off",
    found: ["disabled", "project-crons", "tips/crons"],
    act: (hand) => hand.call("vercel", "PATCH", "/v1/projects/prj_tips/crons", { enabled: false }),
  },
  {
    what: "a secret of production goes to previews, too",
    found: ["changed", "environment-variable", "tips/crons"],
    act: async (hand) => {
      const { id } = await hand.variable("prj_tips", "CRON_SECRET");
      const body = { target: ["production", "preview"] };
      return hand.call("vercel", "PATCH", `/v9/projects/prj_tips/env/${id}`, body);
    },
  },
  {
    what: "a secret is deleted",
    found: ["missing", "environment-variable", "cliply-web/crons"],
    act: async (hand) => {
      const { id } = await hand.variable("prj_cliplyweb", "CRON_SECRET");
      return hand.call("vercel", "DELETE", `/v9/projects/prj_cliplyweb/env/${id}`);
    },
  },
  {
    what: "the probe's project gets a build command",
    found: ["changed", "project", "probe/crons"],
    act: async (hand) => hand.call("vercel", "PATCH", `/v9/projects/${await hand.probe()}`, { buildCommand: "make" }),
  },
  {
    what: "a variable of the probe is deleted",
    found: ["missing", "environment-variable", "probe/crons"],
    act: async (hand) => {
      const project = await hand.probe();
      const { id } = await hand.variable(project, "TOCSIN_PROBE_STATEMENTS");
      return hand.call("vercel", "DELETE", `/v9/projects/${project}/env/${id}`);
    },
  },
  {
    what: "the probe's crons are switched off",
    found: ["disabled", "project-crons", "probe/crons"],
    act: async (hand) => hand.call("vercel", "PATCH", `/v1/projects/${await hand.probe()}/crons`, { enabled: false }),
  },
];
