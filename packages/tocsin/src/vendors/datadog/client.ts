import { z } from "zod";
import type { JsonObject } from "../../model/resource.ts";
import { type Limits, VendorHttp } from "../http/read.ts";
import { jsonObject, objectWith } from "../json.ts";
import { numberedPages } from "../pages.ts";
import type { VendorConnections } from "../registry.ts";
import type { Access } from "../vendor.ts";
import { type Downtime, downtimesAnswer, isInForce, isStanding } from "./downtime.ts";
import { policyAnswer, routingAnswer } from "./on-call-answers.ts";
import { type MonitorNow, monitorStates } from "./states.ts";

/** A page of monitors: the largest that Datadog serves, so that a thousand need one call and one that finds the end. */
const monitorsPerPage = 1000;
const testsPerPage = 100;
const downtimesPerPage = 100;
const objectivesPerPage = 1000;
/** Asked for, but a page may hold fewer: what Datadog serves at most is not documented. */
const dashboardsPerPage = 1000;
/** The smallest page that Datadog is known to serve: a shorter one was the last. */
const fewestDashboards = 100;
/** So many of a group that none is left out. */
const mostHandles = 99_999;

const handlesAnswer = z.object({
  data: z.array(z.object({ attributes: z.object({ handles: z.array(z.object({ value: z.string() })) }) })),
});

/** One entry of each list, as far as this code relies on it. */
export const listedMonitor = objectWith({
  id: z.number().int(),
  name: z.string(),
  type: z.string(),
  query: z.string(),
});
export const listedTest = objectWith({ public_id: z.string(), name: z.string(), config: jsonObject });
export const listedVariable = objectWith({ id: z.string(), name: z.string() });
export const listedChannel = objectWith({ name: z.string(), display: jsonObject });
export const listedPipeline = objectWith({ id: z.string(), name: z.string() });
export const listedDashboard = objectWith({
  id: z.string(),
  title: z.string(),
  description: z.string().nullish(),
  modified_at: z.string(),
});
export const readDashboard = objectWith({ id: z.string(), title: z.string(), widgets: z.array(jsonObject) });
export const listedObjective = objectWith({ id: z.string(), name: z.string(), type: z.string() });

/** How every call to Datadog is made. */
export const accessTo = ({ url, apiKey, appKey }: VendorConnections["datadog"]): Access => ({
  vendor: "Datadog",
  url,
  headers: { "DD-API-KEY": apiKey, "DD-APPLICATION-KEY": appKey, Accept: "application/json" },
  credential: "DD_API_KEY and DD_APP_KEY",
});

/** Reads a Datadog organisation by its v1 list calls (docs.datadoghq.com/api/latest). Errors: see `VendorHttp.get`. */
export class DatadogClient {
  readonly http: VendorHttp;
  #monitors: Promise<z.infer<typeof listedMonitor>[]> | undefined;

  constructor(connection: VendorConnections["datadog"], limits: Limits = {}) {
    this.http = new VendorHttp({ ...accessTo(connection), ...limits });
  }

  /** What Datadog says of every monitor now. */
  states(): Promise<MonitorNow[]> {
    return monitorStates(this.http);
  }

  /** All monitors of the organisation, whoever made them; asked for once, however many want to know. */
  monitors(): Promise<z.infer<typeof listedMonitor>[]> {
    this.#monitors ??= this.#readMonitors();
    return this.#monitors;
  }

  async #readMonitors(): Promise<z.infer<typeof listedMonitor>[]> {
    return numberedPages(listOf("monitors"), monitorsPerPage, async (page) => {
      const path = `/api/v1/monitor?page=${page}&page_size=${monitorsPerPage}`;
      return this.#get(path, "monitors", "monitors_read", z.array(listedMonitor));
    });
  }

  async syntheticsTests(): Promise<z.infer<typeof listedTest>[]> {
    return numberedPages(listOf("synthetic tests"), testsPerPage, async (page) => {
      const path = `/api/v1/synthetics/tests?page_number=${page}&page_size=${testsPerPage}`;
      return (await this.#get(path, "synthetic tests", "synthetics_read", z.object({ tests: z.array(listedTest) })))
        .tests;
    });
  }

  async globalVariables(): Promise<z.infer<typeof listedVariable>[]> {
    const schema = z.object({ variables: z.array(listedVariable) });
    const scope = "synthetics_global_variable_read";
    return (await this.#get("/api/v1/synthetics/variables", "global variables", scope, schema)).variables;
  }

  /** Channels registered for one account of the Slack integration. */
  async slackChannels(account: string): Promise<z.infer<typeof listedChannel>[]> {
    const path = `/api/v1/integration/slack/configuration/accounts/${encodeURIComponent(account)}/channels`;
    return this.#get(path, `Slack channels of account ${account}`, "integrations_read", z.array(listedChannel));
  }

  async logsPipelines(): Promise<z.infer<typeof listedPipeline>[]> {
    return this.#get("/api/v1/logs/config/pipelines", "log pipelines", "logs_read_config", z.array(listedPipeline));
  }

  /**
   * What Datadog has against a monitor's body, in its own words; empty when it would take it. Changes nothing. For monitors
   * of logs the application key must be unscoped.
   */
  async validateMonitor({ type, query, name, message, options }: JsonObject): Promise<string[]> {
    const { data } = await this.http.get({
      path: "/api/v1/monitor/validate",
      what: `whether it would take the monitor "${String(name)}"`,
      scope: "monitors_read, for log monitors also logs_read_data",
      question: {
        type: type ?? null,
        query: query ?? null,
        name: name ?? null,
        message: message ?? "",
        options: options ?? {},
      },
      schema: z.object({}).transform((): string[] => []),
      refusal: z.object({ errors: z.array(z.string()).min(1) }).transform(({ errors }) => errors),
    });
    return data;
  }

  /** Every `@handle` that a message can notify. The call is in no published specification; kennel relies on it. */
  async handles(): Promise<Set<string>> {
    const path = `/api/v2/notifications/handles?group_limit=${mostHandles}`;
    const { data } = await this.#get(path, "notification handles", "integrations_read", handlesAnswer);
    return new Set(data.flatMap(({ attributes }) => attributes.handles.map(({ value }) => value)));
  }

  /** Summaries of all dashboards, without their widgets; see `dashboard`. */
  async dashboards(): Promise<z.infer<typeof listedDashboard>[]> {
    let start = 0;
    return numberedPages(listOf("dashboards"), fewestDashboards, async () => {
      const path = `/api/v1/dashboard?count=${dashboardsPerPage}&start=${start}`;
      const schema = z.object({ dashboards: z.array(listedDashboard) });
      const { dashboards } = await this.#get(path, "dashboards", "dashboards_read", schema);
      start += dashboards.length;
      return dashboards;
    });
  }

  async dashboard(id: string): Promise<z.infer<typeof readDashboard>> {
    const path = `/api/v1/dashboard/${encodeURIComponent(id)}`;
    const asked = { path, what: "a dashboard", scope: "dashboards_read", schema: readDashboard, single: true };
    return (await this.http.get(asked)).data;
  }

  /** When a team of On-Call pages, and by which policies. @throws VendorAbsent where there is no such team */
  async routingRules(team: string): Promise<z.infer<typeof routingAnswer>> {
    const path = `/api/v2/on-call/teams/${encodeURIComponent(team)}/routing-rules?include=rules`;
    const asked = { path, what: "a team's routing rules", scope: "on_call_read", schema: routingAnswer, single: true };
    return (await this.http.get(asked)).data;
  }

  async escalationPolicy(id: string): Promise<z.infer<typeof policyAnswer>> {
    const path = `/api/v2/on-call/escalation-policies/${encodeURIComponent(id)}?include=steps.targets`;
    const asked = { path, what: "an escalation policy", scope: "on_call_read", schema: policyAnswer, single: true };
    return (await this.http.get(asked)).data;
  }

  async objectives(): Promise<z.infer<typeof listedObjective>[]> {
    return numberedPages(listOf("objectives"), objectivesPerPage, async (page) => {
      const path = `/api/v1/slo?limit=${objectivesPerPage}&offset=${page * objectivesPerPage}`;
      return (await this.#get(path, "objectives", "slos_read", z.object({ data: z.array(listedObjective) }))).data;
    });
  }

  /** All downtimes that are not over. */
  async downtimes(): Promise<Downtime[]> {
    const all = await numberedPages(listOf("downtimes"), downtimesPerPage, async (page) => {
      const query = `page[offset]=${page * downtimesPerPage}&page[limit]=${downtimesPerPage}`;
      return (await this.#get(`/api/v2/downtime?${query}`, "downtimes", "monitors_downtime", downtimesAnswer)).data;
    });
    return all.filter(isStanding);
  }

  /**
   * The downtimes that are in force now, or that come again and again. v1 answers (`matching_downtimes`, `silenced`) do not
   * show them.
   */
  async activeDowntimes(): Promise<Downtime[]> {
    return (await this.downtimes()).filter(isInForce);
  }

  async #get<T>(path: string, what: string, scope: string, schema: z.ZodType<T>): Promise<T> {
    return (await this.http.get({ path, what, scope, schema })).data;
  }
}

const listOf = (what: string) => ({ vendor: "Datadog", what });
