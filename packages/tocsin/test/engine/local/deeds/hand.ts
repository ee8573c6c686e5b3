/** What somebody's hands can do at the vendors of a running stack: calls, and finding what belongs to a definition. */
import { z } from "zod";
import type { Vendors } from "../../../../src/app/local/files.ts";
import type { JsonObject, ResourceKind } from "../../../../src/model/resource.ts";
import type { Finding } from "../../../../src/vendors/finding.ts";
import { jsonObject } from "../../../../src/vendors/json.ts";

type Called = "datadog" | "sentry" | "vercel" | "stripe";

/** What is done to the stack, and how verify calls it: of which definition, where it says so. */
export interface Deed {
  what: string;
  found: [named: Finding["class"], kind: ResourceKind, definition: string | null];
  act: (hand: Hand) => Promise<unknown>;
}

const objects = z.array(jsonObject);
const organization = "/api/0/organizations/acme";
const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

export class Hand {
  readonly #vendors: Vendors;

  constructor(vendors: Vendors) {
    this.#vendors = vendors;
  }

  /** One call; a body of text is a form. Anything but 2xx ends the test. */
  async call(vendor: Called, method: string, where: string, body?: unknown): Promise<unknown> {
    const { url, headers } = this.#account(vendor);
    const team = vendor === "vercel" ? `${where.includes("?") ? "&" : "?"}teamId=${this.#vendors.vercel.team}` : "";
    const form = typeof body === "string";
    const type = form ? "application/x-www-form-urlencoded" : "application/json";
    const answer = await fetch(`${url}${where}${team}`, {
      method,
      headers: body === undefined ? headers : { ...headers, "content-type": type },
      body: body === undefined ? null : form ? body : JSON.stringify(body),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${where}: ${answer.status} ${text}`);
    return text === "" ? null : JSON.parse(text);
  }

  /** A Datadog monitor of a definition, but for one that a test brings. */
  async monitor(definition: string): Promise<JsonObject> {
    const all = objects.parse(await this.call("datadog", "GET", "/api/v1/monitor"));
    return marked(
      all.filter(({ type }) => type !== "synthetics alert"),
      definition,
    );
  }

  /** Changes members of one; `options` are added to those that it has. */
  async changeMonitor(definition: string, change: (monitor: JsonObject) => JsonObject): Promise<unknown> {
    const monitor = await this.monitor(definition);
    const { options, ...rest } = change(monitor);
    const all = options === undefined ? {} : { options: { ...Object(monitor.options), ...Object(options) } };
    return this.call("datadog", "PUT", `/api/v1/monitor/${monitor.id}`, { ...rest, ...all });
  }

  async test(definition: string): Promise<JsonObject> {
    const listed = z.object({ tests: objects }).parse(await this.call("datadog", "GET", "/api/v1/synthetics/tests"));
    return marked(listed.tests, definition);
  }

  async objective(definition: string): Promise<JsonObject> {
    const listed = z.object({ data: objects }).parse(await this.call("datadog", "GET", "/api/v1/slo"));
    return marked(listed.data, definition);
  }

  async dashboard(title: string): Promise<JsonObject> {
    const listed = z.object({ dashboards: objects }).parse(await this.call("datadog", "GET", "/api/v1/dashboard"));
    const { id } = named(listed.dashboards, title, "title");
    return jsonObject.parse(await this.call("datadog", "GET", `/api/v1/dashboard/${id}`));
  }

  async changeDashboard(title: string, change: (dashboard: JsonObject) => JsonObject): Promise<unknown> {
    const dashboard = await this.dashboard(title);
    return this.call("datadog", "PUT", `/api/v1/dashboard/${dashboard.id}`, { ...dashboard, ...change(dashboard) });
  }

  /** A Sentry monitor or alert: both carry the definition in their name. */
  async ofSentry(kind: "detectors" | "workflows", definition: string): Promise<JsonObject> {
    const all = objects.parse(await this.call("sentry", "GET", `${organization}/${kind}/?per_page=100`));
    return named(all, `tocsin:${definition}`, "name");
  }

  async changeSentry(
    kind: "detectors" | "workflows",
    definition: string,
    change: (one: JsonObject) => JsonObject,
  ): Promise<unknown> {
    const one = await this.ofSentry(kind, definition);
    // A monitor takes a part of itself; an alert is written whole.
    const body = kind === "detectors" ? change(one) : { ...one, ...change(one) };
    return this.call("sentry", "PUT", `${organization}/${kind}/${one.id}/`, body);
  }

  async deleteOfSentry(kind: "detectors" | "workflows", definition: string): Promise<unknown> {
    return this.call("sentry", "DELETE", `${organization}/${kind}/${(await this.ofSentry(kind, definition)).id}/`);
  }

  /** Variables of a Vercel project. */
  async variable(project: string, key: string): Promise<JsonObject> {
    const listed = await this.call("vercel", "GET", `/v10/projects/${project}/env`);
    return named(z.object({ envs: objects }).parse(listed).envs, key, "key");
  }

  /** The probe's project, which the stack has made. */
  async probe(): Promise<string> {
    const listed = z.object({ projects: objects }).parse(await this.call("vercel", "GET", "/v10/projects"));
    return String(named(listed.projects, "tocsin-probe-local", "name").id);
  }

  #account(vendor: Called): { url: string; headers: Record<string, string> } {
    const { datadog, sentry, vercel, stripe } = this.#vendors;
    if (vendor === "datadog") {
      return { url: datadog.url, headers: { "dd-api-key": datadog.apiKey, "dd-application-key": datadog.appKey } };
    }
    if (vendor === "stripe") return { url: stripe.url, headers: bearer(stripe.apiKey) };
    const { url, token } = vendor === "sentry" ? sentry : vercel;
    return { url, headers: bearer(token) };
  }
}

function marked(all: readonly JsonObject[], definition: string): JsonObject {
  const found = all.find(({ tags }) => Array.isArray(tags) && tags.includes(`tocsin-id:${definition}`));
  if (found === undefined) throw new Error(`nothing is marked as ${definition}`);
  return found;
}

export function named(all: readonly JsonObject[], end: string, by: string): JsonObject {
  const found = all.find((one) => String(one[by]).endsWith(end));
  if (found === undefined) throw new Error(`nothing is called ${end}`);
  return found;
}
