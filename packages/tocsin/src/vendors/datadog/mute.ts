import { z } from "zod";
import { FireHttp } from "../http/act.ts";
import type { ActiveMute, Mutes } from "../mutes.ts";
import type { VendorConnections } from "../registry.ts";
import { accessTo, DatadogClient } from "./client.ts";
import { type Downtime, endOf, muteMessage, muteOf, startOf } from "./downtime.ts";

/** What Datadog answers to a new downtime; that it tells the end in another form makes the mute no less made. */
const created = z.object({
  data: z.object({
    id: z.string(),
    attributes: z
      .object({ schedule: z.object({ end: z.string() }) })
      .optional()
      .catch(undefined),
  }),
});

/** The downtimes that belong to one stack's alerts. Errors: see `VendorHttp.get` and `FireHttp.json`. */
export class DatadogMutes implements Mutes {
  readonly #client: DatadogClient;
  readonly #http: FireHttp;
  readonly #url: string;
  readonly #stack: string;

  constructor(connection: VendorConnections["datadog"], stack: string) {
    this.#client = new DatadogClient(connection);
    this.#url = connection.url;
    this.#stack = stack;
    this.#http = new FireHttp(accessTo(connection));
  }

  async active(): Promise<ActiveMute[]> {
    const downtimes = await this.#client.activeDowntimes();
    return downtimes
      .filter((downtime) => this.#isOurs(downtime))
      .flatMap((downtime) => {
        const own = muteOf(downtime);
        return own === null ? [] : [{ ...own, id: downtime.id, since: startOf(downtime), until: endOf(downtime) }];
      })
      .sort((a, b) => (a.definition < b.definition ? -1 : 1));
  }

  /** Silences every monitor that carries the definition's and the stack's tags. */
  async mute(definition: string, until: Date, reason: string): Promise<{ id: string; until: string }> {
    const attributes = {
      message: muteMessage(definition, reason),
      monitor_identifier: { monitor_tags: [`tocsin-id:${definition}`, `env:${this.#stack}`] },
      scope: "*",
      schedule: { end: until.toISOString() },
    };
    const call = {
      method: "POST",
      url: `${this.#url}/api/v2/downtime`,
      what: `mute ${definition}`,
      scope: "monitors_downtime",
      body: { data: { type: "downtime", attributes } },
    } as const;
    const { data } = (await this.#http.json(call, created)).data;
    return { id: data.id, until: data.attributes?.schedule.end ?? until.toISOString() };
  }

  async end({ id, definition }: ActiveMute): Promise<void> {
    const url = `${this.#url}/api/v2/downtime/${encodeURIComponent(id)}`;
    const call = { method: "DELETE", url, what: `end the mute of ${definition}`, scope: "monitors_downtime" } as const;
    const answer = await this.#http.send(call);
    if (answer.status === 404) return;
    await this.#http.json(call, z.unknown(), answer);
  }

  #isOurs({ attributes }: Downtime): boolean {
    const target = attributes.monitor_identifier;
    return "monitor_tags" in target && target.monitor_tags.includes(`env:${this.#stack}`);
  }
}
