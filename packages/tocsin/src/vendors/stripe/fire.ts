import { z } from "zod";
import type { JsonObject } from "../../model/resource.ts";
import { drillMark } from "../fire-types.ts";
import { FireHttp } from "../http/act.ts";
import type { VendorConnections } from "../registry.ts";
import { accessTo } from "./client.ts";

const endpoint = z.object({ id: z.string(), livemode: z.boolean(), metadata: z.record(z.string(), z.string()) });

const scope = "webhook endpoints: write";

/** A drill's calls to Stripe: a webhook endpoint off and on again. */
export class StripeFire {
  readonly #http: FireHttp;
  readonly #url: string;

  constructor(connection: VendorConnections["stripe"]) {
    this.#url = connection.url;
    this.#http = new FireHttp({
      ...accessTo(connection),
    });
  }

  /** The webhook endpoints that were provisioned for a stack. An account has 16 at most. */
  async endpointsOf(stack: string): Promise<z.infer<typeof endpoint>[]> {
    const url = `${this.#url}/v1/webhook_endpoints?limit=100`;
    const call = { method: "GET", url, what: "name a webhook endpoint", scope } as const;
    const { data } = await this.#http.json(call, z.object({ data: z.array(endpoint) }));
    return data.data.filter(({ metadata }) => metadata.managed_by === "tocsin" && metadata.tocsin_env === stack);
  }

  /** Disables an endpoint, or enables it: the body as it stands in the journal. */
  async change(path: string, body: JsonObject): Promise<void> {
    const url = `${this.#url}${path}`;
    const type = "application/x-www-form-urlencoded";
    const what = "switch a webhook endpoint";
    // The same switch twice is one switch.
    const call = { method: "POST", url, body: form(body), type, what, scope, repeatable: true } as const;
    await this.#http.json(call, z.unknown());
  }

  /** Undoes a change if the endpoint is there and still carries that drill's mark. */
  async putBack(path: string, body: JsonObject, run: string): Promise<boolean> {
    const call = { method: "GET", url: `${this.#url}${path}`, what: "show a webhook endpoint", scope } as const;
    const answer = await this.#http.send(call);
    if (answer.status === 404) return false;
    const { data } = await this.#http.json(call, endpoint, answer);
    if (data.metadata[drillMark] !== run) return false;
    await this.change(path, body);
    return true;
  }
}

export const endpointPath = (id: string): string => `/v1/webhook_endpoints/${encodeURIComponent(id)}`;

/** Disabled and marked by a drill. */
export const disabledBy = (run: string): JsonObject => ({ disabled: true, metadata: { [drillMark]: run } });
/** The undoing of `disabledBy`: an empty value takes the mark away. */
export const enabledAgain: JsonObject = { disabled: false, metadata: { [drillMark]: "" } };

/** As Stripe takes parameters: `metadata[key]=value`. */
function form(body: JsonObject): string {
  const fields = Object.entries(body).flatMap(([name, value]): [string, string][] =>
    typeof value === "object" && value !== null
      ? Object.entries(value).map(([key, one]) => [`${name}[${key}]`, String(one)])
      : [[name, String(value)]],
  );
  return new URLSearchParams(fields).toString();
}
