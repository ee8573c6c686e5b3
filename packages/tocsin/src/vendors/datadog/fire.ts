import { z } from "zod";
import type { JsonObject } from "../../model/resource.ts";
import { jsonIn } from "../../shared/json-text.ts";
import { RecentAnswer } from "../../shared/recent-answer.ts";
import { managedBy } from "../context.ts";
import type { Observed } from "../fire-types.ts";
import { FireHttp } from "../http/act.ts";
import { jsonObject, objectWith } from "../json.ts";
import { numberedPages } from "../pages.ts";
import type { VendorConnections } from "../registry.ts";
import { accessTo } from "./client.ts";
import { drillMarks } from "./fire-invert.ts";
import type { SeriesPayload } from "./fire-metrics.ts";

const stamp = z.number().nullish();
const group = z.object({ status: z.string().nullish(), last_triggered_ts: stamp, last_resolved_ts: stamp });
const monitor = z.object({
  id: z.number().int(),
  overall_state: z.string().nullish(),
  overall_state_modified: z.string().nullish(),
  state: z.object({ groups: z.record(z.string(), group).nullish() }).nullish(),
});

/** A monitor or test in a form that can be written back: what is read here is what a drill restores. */
const check = objectWith({
  name: z.string(),
  type: z.string(),
  message: z.string().nullish(),
  tags: z.array(z.string()),
  options: jsonObject.nullish(),
});

/** One monitor's state, and that of each of its groups by name (`mountpoint:/data`). */
export interface MonitorState extends Observed {
  groups: ReadonlyMap<string, Pick<Observed, "state" | "triggeredAt">>;
}

/** The largest number of lines that the log intake takes at once. */
const linesPerCall = 1000;
const perPage = 1000;

/** A drill's calls to Datadog: signals in, states out, and the checks that are inverted for a while. */
export class DatadogFire {
  readonly #http: FireHttp;
  readonly #url: string;
  readonly #intake: string;

  /** The states of all monitors of ours, those of synthetic tests too, in one call a thousand, by id. */
  readonly states: RecentAnswer<Map<string, MonitorState>>;

  /** @param ageMs so long an answer about all monitors is shared */
  constructor(connection: VendorConnections["datadog"], ageMs = 0) {
    this.states = new RecentAnswer(() => this.#monitorStates(), ageMs);
    this.#url = connection.url;
    this.#intake = logIntake(connection.url);
    this.#http = new FireHttp({
      ...accessTo(connection),
    });
  }

  /** `POST /api/v2/logs`, in calls of a thousand lines. */
  async sendLogs(entries: readonly JsonObject[]): Promise<void> {
    for (let at = 0; at < entries.length; at += linesPerCall) {
      const body = entries.slice(at, at + linesPerCall);
      const url = `${this.#intake}/api/v2/logs`;
      await this.#http.json({ method: "POST", url, body, what: "take logs", scope: "an API key" }, z.unknown());
    }
  }

  /** `POST /api/v2/series`; a point sent twice counts once, so a failed call may be repeated. */
  async sendSeries(series: readonly SeriesPayload[]): Promise<void> {
    const url = `${this.#url}/api/v2/series`;
    const call = { method: "POST", url, body: { series }, what: "take metrics", scope: "an API key" } as const;
    await this.#http.json({ ...call, repeatable: true }, z.unknown());
  }

  /** `POST /api/v1/check_run`. A run counts in a row of runs, so a call that failed is not repeated by itself. */
  async sendCheckRuns(runs: readonly JsonObject[]): Promise<void> {
    const url = `${this.#url}${checkRunPath}`;
    const call = { method: "POST", url, body: [...runs], what: "take service checks", scope: "an API key" } as const;
    await this.#http.json(call, z.unknown());
  }

  async #monitorStates(): Promise<Map<string, MonitorState>> {
    const states = new Map<string, MonitorState>();
    await numberedPages({ vendor: "Datadog", what: "monitors" }, perPage, async (page) => {
      const url = `${this.#url}/api/v1/monitor?group_states=all&monitor_tags=${managedBy}&page=${page}&page_size=${perPage}`;
      const call = { method: "GET", url, what: "tell the monitors' states", scope: "monitors_read" } as const;
      const { data, date } = await this.#http.json(call, z.array(monitor));
      for (const one of data) states.set(String(one.id), monitorState(one, date));
      return data;
    });
    return states;
  }

  /** Datadog's clock. */
  async now(): Promise<Date> {
    const url = `${this.#url}/api/v1/validate`;
    return (await this.#http.json({ method: "GET", url, what: "check the API key", scope: "an API key" }, z.unknown()))
      .date;
  }

  /** Null when Datadog would take this body for the monitor, else its reason. */
  async validate(id: string, body: JsonObject): Promise<string | null> {
    const url = `${this.#url}/api/v1/monitor/${id}/validate`;
    const what = "validate a monitor";
    const call = {
      method: "POST",
      url,
      body,
      what,
      scope: "monitors_read and logs_read_data",
      repeatable: true,
    } as const;
    const answer = await this.#http.send(call);
    if (answer.status === 400) return errorsOf(answer.text);
    await this.#http.json(call, jsonObject, answer);
    return null;
  }

  /** A monitor or test by its path, or null when it is gone. */
  async find(path: string): Promise<JsonObject | null> {
    const scope = "monitors_read and synthetics_read";
    const call = { method: "GET", url: `${this.#url}${path}`, what: "show a check", scope } as const;
    const answer = await this.#http.send(call);
    return answer.status === 404 ? null : (await this.#http.json(call, check, answer)).data;
  }

  /** A change as it stands in the journal, or its undoing. @throws VendorError when Datadog does not take it */
  async put(path: string, body: JsonObject): Promise<void> {
    const url = `${this.#url}${path}`;
    const scope = "monitors_write and synthetics_write";
    await this.#http.json({ method: "PUT", url, body, what: "change a check", scope }, z.unknown());
  }

  /** Undoes an inversion, if the object still exists and still carries that drill's mark. */
  async putBack(path: string, body: JsonObject, run: string): Promise<boolean> {
    const live = await this.find(path);
    if (live === null || !drillMarks(live).includes(run)) return false;
    await this.put(path, body);
    return true;
  }
}

/** Logs go to a host of their own, except at a vendor that is redirected to one address. */
export function logIntake(url: string): string {
  const site = /^https:\/\/api\.(.+)$/.exec(url)?.[1];
  return site === undefined ? url : `https://http-intake.logs.${site}`;
}

/** Where runs of service checks go, and where a drill's journal says that they end. */
export const checkRunPath = "/api/v1/check_run";

/** The path of a monitor or test, for changes. */
export const monitorPath = (id: string): string => `/api/v1/monitor/${id}`;
export const testPath = (id: string): string => `/api/v1/synthetics/tests/api/${id}`;

const names: Record<string, Observed["state"]> = { OK: "ok", Warn: "warn", Alert: "alert" };

function monitorState(one: z.infer<typeof monitor>, now: Date): MonitorState {
  const all = Object.entries(one.state?.groups ?? {});
  const groups = new Map(
    all.map(([name, { status, last_triggered_ts: at }]) => [
      name,
      { state: names[status ?? ""] ?? "no-data", triggeredAt: at ? new Date(at * 1000) : null },
    ]),
  );
  const latest = Math.max(0, ...all.map(([, { last_triggered_ts }]) => last_triggered_ts ?? 0));
  const state = names[one.overall_state ?? ""] ?? "no-data";
  // A monitor that tells no groups tells at least when its state last changed.
  const changed = state === "alert" && one.overall_state_modified ? new Date(one.overall_state_modified) : null;
  return {
    state,
    triggeredAt: latest === 0 ? changed : new Date(latest * 1000),
    now,
    groups,
  };
}

/** What is no list of errors is told as it is. */
function errorsOf(text: string): string {
  const { data } = z.object({ errors: z.array(z.string()) }).safeParse(jsonIn(text));
  return data?.errors.join("; ") ?? text.slice(0, 300);
}
