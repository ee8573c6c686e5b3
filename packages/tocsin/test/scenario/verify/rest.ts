import type { Json, JsonObject, Resource, VendorName } from "../../../src/model/resource.ts";
import { jsonObject } from "../../../src/vendors/json.ts";
import { answersOf } from "../../../src/vendors/stripe/client.ts";

/** The call that creates a resource; the body is the resource's own. */
export function createPath({ kind, parent }: Resource): { method: string; path: string } {
  const of = (key: string) => encodeURIComponent(String(parent[key]));
  switch (kind) {
    case "monitor":
      return { method: "POST", path: "/api/v1/monitor" };
    case "synthetics-test":
      return { method: "POST", path: "/api/v1/synthetics/tests/api" };
    case "global-variable":
      return { method: "POST", path: "/api/v1/synthetics/variables" };
    case "slack-channel":
      return { method: "POST", path: `/api/v1/integration/slack/configuration/accounts/${of("account")}/channels` };
    case "logs-pipeline":
      return { method: "POST", path: "/api/v1/logs/config/pipelines" };
    case "dashboard":
      return { method: "POST", path: "/api/v1/dashboard" };
    case "downtime":
      return { method: "POST", path: "/api/v2/downtime" };
    case "on-call-policy":
      return { method: "POST", path: "/api/v2/on-call/escalation-policies" };
    case "on-call-routing":
      return { method: "PUT", path: `/api/v2/on-call/teams/${of("team")}/routing-rules` };
    case "slo":
      return { method: "POST", path: "/api/v1/slo" };
    case "detector":
      return {
        method: "POST",
        path: `/api/0/organizations/${of("organization")}/projects/${of("project")}/detectors/`,
      };
    case "workflow":
      return { method: "POST", path: `/api/0/organizations/${of("organization")}/workflows/` };
    case "project-crons":
      return { method: "PATCH", path: `/v1/projects/${of("projectId")}/crons?teamId=team_acme` };
    case "environment-variable":
      return { method: "POST", path: `/v10/projects/${of("projectId")}/env?teamId=team_acme` };
    case "project":
      return { method: "POST", path: "/v11/projects?teamId=team_acme" };
    case "deployment":
      return { method: "POST", path: "/v13/deployments?teamId=team_acme" };
    case "webhook-endpoint":
      return { method: "POST", path: "/v1/webhook_endpoints" };
    default:
      throw new Error(`no vendor of the tests has resources of the kind ${kind}`);
  }
}

/** What is sent of a body: Datadog's second interface wraps it. */
export function sentBody({ kind, parent }: Resource, body: JsonObject): JsonObject {
  switch (kind) {
    case "downtime":
      return { data: { type: "downtime", attributes: body } };
    case "on-call-policy": {
      const relationships = { teams: { data: [{ type: "teams", id: String(parent.team) }] } };
      return { data: { type: "policies", attributes: body, relationships } };
    }
    case "on-call-routing":
      return { data: { type: "team_routing_rules", id: String(parent.team), attributes: body } };
    default:
      return body;
  }
}

/** Stripe's form encoding: `metadata[key]=value`, `enabled_events[0]=value`. */
function form(body: JsonObject): URLSearchParams {
  const fields = new URLSearchParams();
  const add = (name: string, value: Json): void => {
    if (typeof value !== "object" || value === null) fields.append(name, value === null ? "" : String(value));
    else for (const [key, child] of Object.entries(value)) add(name === "" ? key : `${name}[${key}]`, child);
  };
  add("", body);
  return fields;
}

/** Where an emulated vendor is, and what opens it. */
interface Door {
  url: string;
  headers: Readonly<Record<string, string>>;
  /** What answers in place of the network: the vendor's app itself, where it runs in this process. */
  answer?: ((request: Request) => Response | Promise<Response>) | undefined;
}

/** How somebody calls each emulated vendor. `Bearer` but at Datadog. */
export function doorTo(
  vendor: VendorName | "slack",
  connections: {
    datadog: { url: string; apiKey: string; appKey: string };
    stripe: { url: string; apiKey: string };
    sentry: { url: string; token: string };
    vercel: { url: string; token: string };
    slack?: { url: string; token?: string | undefined } | undefined;
  },
): Door {
  const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
  const { datadog, stripe, sentry, vercel, slack } = connections;
  const doors: Partial<Record<VendorName | "slack", Door>> = {
    datadog: { url: datadog.url, headers: { "DD-API-KEY": datadog.apiKey, "DD-APPLICATION-KEY": datadog.appKey } },
    stripe: { url: stripe.url, headers: bearer(stripe.apiKey) },
    sentry: { url: sentry.url, headers: bearer(sentry.token) },
    vercel: { url: vercel.url, headers: bearer(vercel.token) },
    ...(slack?.token && { slack: { url: slack.url, headers: bearer(slack.token) } }),
  };
  const door = doors[vendor];
  if (door === undefined) throw new Error(`the tests have no ${vendor}`);
  return door;
}

/** One call as a person or another tool makes it; anything but 2xx ends the scenario. Stripe's first interface takes forms. */
export async function callBy(
  { url, headers, answer = fetch }: Door,
  { asForm, method, path, body }: { asForm: boolean; method: string; path: string; body: Json | undefined },
): Promise<JsonObject> {
  const type = asForm ? "application/x-www-form-urlencoded" : "application/json";
  const request = new Request(`${url}${path}`, {
    method,
    headers: { ...headers, ...(body === undefined ? {} : { "content-type": type }) },
    body: body === undefined ? null : asForm ? form(jsonObject.parse(body)).toString() : JSON.stringify(body),
  });
  const response = await answer(request);
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${text}`);
  // Datadog answers the change of a test's status with a bare `true`.
  return jsonObject.safeParse(text === "" ? {} : JSON.parse(text)).data ?? {};
}

/** A call of Stripe's second interface, which takes JSON and wants a version named. */
export function callDestinations(
  connections: Parameters<typeof doorTo>[1],
  method: string,
  under: string,
  body?: JsonObject,
): Promise<JsonObject> {
  const { url, headers } = doorTo("stripe", connections);
  const door = { url, headers: { ...headers, "stripe-version": answersOf } };
  return callBy(door, { asForm: false, method, path: `/v2/core/event_destinations${under}`, body });
}
