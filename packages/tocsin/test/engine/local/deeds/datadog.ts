import { z } from "zod";
import type { JsonObject } from "../../../../src/model/resource.ts";
import { jsonObject } from "../../../../src/vendors/json.ts";
import { type Deed, type Hand, named } from "./hand.ts";

const list = z.array(jsonObject);
const text = z.string();

/** A test as its page saves it: without what only answers have. */
async function saveTest(hand: Hand, definition: string, change: (test: JsonObject) => JsonObject): Promise<unknown> {
  const { public_id: id } = await hand.test(definition);
  const path = `/api/v1/synthetics/tests/api/${id}`;
  const read = jsonObject.parse(await hand.call("datadog", "GET", path));
  const saved = ["type", "subtype", "name", "status", "message", "tags", "locations", "config", "options"];
  const test = Object.fromEntries(Object.entries(read).filter(([member]) => saved.includes(member)));
  return hand.call("datadog", "PUT", path, { ...test, ...change(test) });
}

const firstWidget = (dashboard: JsonObject): JsonObject[] => list.parse(dashboard.widgets);

/** What hands do at Datadog that an update restores; each to another definition, so that all can be done at once. */
export const atDatadog: readonly Deed[] = [
  {
    what: "a monitor says something else",
    found: ["changed", "monitor", "database/high-cpu"],
    act: (hand) => hand.changeMonitor("database/high-cpu", ({ message }) => ({ message: `All is well. ${message}` })),
  },
  {
    what: "a monitor is deleted",
    found: ["missing", "monitor", "database/disk"],
    act: async (hand) =>
      hand.call("datadog", "DELETE", `/api/v1/monitor/${(await hand.monitor("database/disk")).id}?force=true`),
  },
  {
    what: "a monitor gets an option that no definition names",
    found: ["changed", "monitor", "database/down"],
    act: (hand) => hand.changeMonitor("database/down", () => ({ options: { timeout_h: 4 } })),
  },
  {
    what: "the limit of a monitor is raised",
    found: ["changed", "monitor", "database/connections"],
    act: (hand) =>
      hand.changeMonitor("database/connections", ({ query }) => ({
        query: text.parse(query).replace(/[\d.]+$/, "99999"),
        options: { thresholds: { critical: 99_999 } },
      })),
  },
  {
    what: "a monitor is renamed",
    found: ["changed", "monitor", "database/slow-queries"],
    act: (hand) => hand.changeMonitor("database/slow-queries", () => ({ name: "slow?" })),
  },
  {
    what: "the priority of a monitor is lowered",
    found: ["changed", "monitor", "database/table-size"],
    act: (hand) => hand.changeMonitor("database/table-size", ({ priority }) => ({ priority: priority === 5 ? 4 : 5 })),
  },
  {
    what: "the recipients of a monitor are taken out",
    found: ["changed", "monitor", "tips/handle-races"],
    act: (hand) =>
      hand.changeMonitor("tips/handle-races", ({ message }) => ({ message: text.parse(message).replace(/@\S+/g, "") })),
  },
  {
    what: "a monitor loses its marks",
    found: ["changed", "monitor", "database/backup-age"],
    act: (hand) => hand.changeMonitor("database/backup-age", () => ({ tags: [] })),
  },
  {
    what: "a monitor gets the tag of another environment",
    found: ["changed", "monitor", "database/query-timeouts"],
    act: (hand) =>
      hand.changeMonitor("database/query-timeouts", ({ tags }) => ({
        tags: z
          .array(text)
          .parse(tags)
          .map((tag) => tag.replace("env:local", "env:prod")),
      })),
  },
  {
    what: "a monitor looks later",
    found: ["changed", "monitor", "tips/orphans-waiting"],
    act: (hand) => hand.changeMonitor("tips/orphans-waiting", () => ({ options: { evaluation_delay: 1800 } })),
  },
  {
    what: "the window of a monitor is widened",
    found: ["changed", "monitor", "database/service-unhealthy"],
    act: (hand) =>
      hand.changeMonitor("database/service-unhealthy", ({ query }) => ({
        query: text.parse(query).replace(/last_\d+m/, "last_4h"),
      })),
  },
  {
    what: "a monitor asks for another environment's lines",
    found: ["changed", "monitor", "cron/scan-schedules-errors"],
    act: (hand) =>
      hand.changeMonitor("cron/scan-schedules-errors", ({ query }) => ({
        query: text.parse(query).replace("@environment:production", "@environment:preview"),
      })),
  },
  {
    what: "a monitor no longer says when nothing comes",
    found: ["changed", "monitor", "probe/heartbeat"],
    act: (hand) => hand.changeMonitor("probe/heartbeat", () => ({ options: { on_missing_data: "show_no_data" } })),
  },
  {
    what: "an objective is renamed",
    found: ["changed", "slo", "objectives/readyz"],
    act: (hand) => changeObjective(hand, "objectives/readyz", () => ({ name: "health" })),
  },
  {
    what: "a test that an objective counts is deleted by force",
    found: ["missing", "synthetics-test", "cliply-web/readyz"],
    act: async (hand) => {
      const { public_id: id } = await hand.test("cliply-web/readyz");
      const body = { public_ids: [id], force_delete_dependencies: true };
      return hand.call("datadog", "POST", "/api/v1/synthetics/tests/delete", body);
    },
  },
  {
    what: "a test runs less often, from fewer places",
    found: ["changed", "synthetics-test", "cliply-web/admin-readyz"],
    act: (hand) =>
      saveTest(hand, "cliply-web/admin-readyz", ({ options, locations }) => ({
        options: { ...Object(options), tick_every: 3600, min_location_failed: 1 },
        locations: z.array(text).parse(locations).slice(0, 1),
      })),
  },
  {
    what: "a test is paused",
    found: ["disabled", "synthetics-test", "cliply-web/admin-readyz"],
    act: async (hand) => {
      const { public_id: id } = await hand.test("cliply-web/admin-readyz");
      return hand.call("datadog", "PUT", `/api/v1/synthetics/tests/${id}/status`, { new_status: "paused" });
    },
  },
  {
    what: "a dashboard is deleted",
    found: ["missing", "dashboard", "dashboards/overview"],
    act: async (hand) => {
      const { id } = await hand.dashboard("Overview");
      return hand.call("datadog", "DELETE", `/api/v1/dashboard/${id}`);
    },
  },
  {
    what: "a dashboard is renamed",
    found: ["changed", "dashboard", "dashboards/worker"],
    act: (hand) => hand.changeDashboard("Worker", ({ title }) => ({ title: `${title}, the old one` })),
  },
  {
    what: "a dashboard loses a group",
    found: ["changed", "dashboard", "dashboards/database"],
    act: (hand) =>
      hand.changeDashboard("Database (Supabase)", (dashboard) => ({ widgets: firstWidget(dashboard).slice(1) })),
  },
  {
    what: "somebody puts a note on a dashboard",
    found: ["changed", "dashboard", "dashboards/tips"],
    act: (hand) =>
      hand.changeDashboard("Tips service", (dashboard) => ({
        widgets: [
          ...firstWidget(dashboard),
          { definition: { type: "note", content: "ask Ada" }, layout: { x: 0, y: 99, width: 2, height: 2 } },
        ],
      })),
  },
  {
    what: "the target of an objective is lowered",
    found: ["changed", "slo", "objectives/api-success"],
    act: (hand) =>
      changeObjective(hand, "objectives/api-success", ({ thresholds }) => ({
        thresholds: list.parse(thresholds).map((one) => ({ timeframe: one.timeframe ?? "30d", target: 50 })),
      })),
  },
  {
    what: "an objective is deleted",
    found: ["missing", "slo", "objectives/stripe-delivery"],
    act: async (hand) => {
      const { id } = await hand.objective("objectives/stripe-delivery");
      return hand.call("datadog", "DELETE", `/api/v1/slo/${id}`);
    },
  },
  {
    what: "a log pipeline is switched off",
    found: ["disabled", "logs-pipeline", "tips/orphaned-photos"],
    act: async (hand) => {
      const all = list.parse(await hand.call("datadog", "GET", "/api/v1/logs/config/pipelines"));
      const { id, type: _type, is_read_only: _read, ...body } = named(all, "tips/orphaned-photos", "name");
      return hand.call("datadog", "PUT", `/api/v1/logs/config/pipelines/${id}`, { ...body, is_enabled: false });
    },
  },
  {
    what: "a Slack channel is taken out of the integration",
    found: ["missing", "slack-channel", null],
    act: async (hand) => {
      const where = "/api/v1/integration/slack/configuration/accounts/acme/channels";
      return hand.call("datadog", "DELETE", `${where}/${encodeURIComponent("#alerts-local")}`);
    },
  },
  {
    what: "a global variable gets another description",
    found: ["changed", "global-variable", null],
    act: async (hand) => {
      const answer = jsonObject.parse(await hand.call("datadog", "GET", "/api/v1/synthetics/variables"));
      const { id, name, tags } = named(list.parse(answer.variables), "ADMIN_TOKEN_LOCAL", "name");
      const body = { name, tags, description: "whose is this?", value: { secure: true, value: "x" } };
      return hand.call("datadog", "PUT", `/api/v1/synthetics/variables/${id}`, body);
    },
  },
];

async function changeObjective(hand: Hand, definition: string, change: (slo: JsonObject) => JsonObject) {
  const slo = await hand.objective(definition);
  const { name, type, description, tags, thresholds, query, monitor_ids } = slo;
  const counted = type === "monitor" ? { monitor_ids } : { query };
  const body = { name, type, description, tags, thresholds, ...counted, ...change(slo) };
  return hand.call("datadog", "PUT", `/api/v1/slo/${slo.id}`, body);
}
