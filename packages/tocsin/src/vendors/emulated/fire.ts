import { z } from "zod";
import type { JsonObject } from "../../model/resource.ts";
import type { Connections } from "../connections.ts";
import { drillMark } from "../fire-types.ts";
import { FireHttp } from "../http/act.ts";
import { jsonObject } from "../json.ts";

/** Where the control app of the local stack makes a platform's trouble, events, and answers that fail. */
export const platformPath = "/supabase";
const eventsPath = "/stripe/events";
const faultsPath = "/faults";

/** What is made there for a drill is called this; `token` names the drill of one definition. */
const markOf = (token: string): string => `${drillMark}:${token}`;

export const eventsOf = (token: string): string => `${eventsPath}?mark=${encodeURIComponent(markOf(token))}`;
export const faultOf = (token: string): string => `${faultsPath}?name=${encodeURIComponent(markOf(token))}`;

const notEvaluatedPath = "/datadog/not-evaluated";

const notEvaluated = z.object({ monitors: z.array(z.object({ id: z.number(), reason: z.string() })) });
const removed = z.object({ removed: z.number() });

/**
 * A drill's calls to the control app of the emulated vendors. They stand for what happens at a vendor and what no client can make
 * happen there; what comes of it is read by the vendor's own interface.
 */
export class EmulatedFire {
  readonly #http: FireHttp;
  readonly #url: string;

  constructor({ url, token }: NonNullable<Connections["emulated"]>) {
    this.#url = url;
    const credential = "the token of `control` in vendors.json";
    const headers = { authorization: `Bearer ${token}` };
    this.#http = new FireHttp({ vendor: "The local stack", headers, credential });
  }

  /** Why monitors are stored by emulated vendors and not evaluated, by vendor and id: `datadog 12`. */
  async notEvaluated(): Promise<Map<string, string>> {
    const { data } = await this.#ask("GET", notEvaluatedPath, notEvaluated);
    return new Map(data.monitors.map(({ id, reason }) => [`datadog ${id}`, reason]));
  }

  /** How Supabase's platform stands. */
  async platform(): Promise<JsonObject> {
    return (await this.#ask("GET", platformPath, jsonObject)).data;
  }

  /** Changes of it what `body` names. */
  async changePlatform(body: JsonObject): Promise<void> {
    await this.#ask("PATCH", platformPath, jsonObject, body);
  }

  /** Events of Stripe that have happened, as `POST /stripe/events` takes them. */
  async addEvents(token: string, body: JsonObject): Promise<void> {
    await this.#ask("POST", eventsPath, z.unknown(), { ...body, mark: markOf(token) });
  }

  /** Lets calls fail, as `POST /faults` takes it. */
  async addFault(token: string, body: JsonObject): Promise<void> {
    await this.#ask("POST", faultsPath, z.unknown(), { ...body, name: markOf(token) });
  }

  /** Takes back what a path such as `eventsOf` names. True when something was there. */
  async remove(path: string): Promise<boolean> {
    const { data } = await this.#ask("DELETE", path, removed);
    return data.removed > 0;
  }

  /** Takes back whatever drills have made; true when something was there. */
  async removeAll(): Promise<boolean> {
    const before = JSON.stringify(await this.platform());
    const { data: healthy } = await this.#ask("DELETE", platformPath, jsonObject);
    const events = await this.remove(eventsOf(""));
    const faults = await this.remove(faultOf(""));
    return events || faults || JSON.stringify(healthy) !== before;
  }

  #ask<T>(method: "GET" | "POST" | "PATCH" | "DELETE", path: string, schema: z.ZodType<T>, body?: JsonObject) {
    const repeatable = method !== "POST";
    const call = { method, url: `${this.#url}${path}`, what: "be in trouble", scope: "none", repeatable } as const;
    return this.#http.json(body === undefined ? call : { ...call, body }, schema);
  }
}
