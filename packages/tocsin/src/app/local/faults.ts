/** Makes the emulated vendors misbehave, through their control app. */

import { z } from "zod";
import { plural } from "../../shared/amounts.ts";
import { UsageError } from "../../shared/usage-error.ts";
import { controlCall, type Vendors } from "./files.ts";

/** How the monitored app behaves. */
export const appModes = ["healthy", "failing", "slow"] as const;
export type AppMode = (typeof appModes)[number];

/** Vendors that can be made to fail, by their names in `vendors.json`. */
export const faultyVendors = [
  "datadog",
  "sentry",
  "vercel",
  "stripe",
  "supabase",
  "slack",
  "mail",
  "app",
  "status-pages",
] as const;

const faultShape = z.object({
  /** `hosts`: what synthetic tests ask, which a drill makes fail. */
  vendor: z.enum([...faultyVendors, "hosts"]),
  match: z.object({ method: z.string().optional(), path: z.string().optional() }).default({}),
  status: z.number().optional(),
  delayMs: z.number().optional(),
  times: z.number().optional(),
  drop: z.boolean().optional(),
});

/** A fault in force: which calls it hits, what they get, and how often still. */
export type Fault = z.infer<typeof faultShape>;

/** Whose status page is emulated. */
export const outageVendors = ["datadog", "sentry", "vercel", "stripe", "supabase"] as const;
export const outageImpacts = ["minor", "major", "critical", "maintenance"] as const;

const outageShape = z.object({
  page: z.enum(outageVendors),
  impact: z.enum(["none", ...outageImpacts]),
  name: z.string(),
});

/** An incident that a vendor's own status page tells of. */
export type Outage = z.infer<typeof outageShape>;

/** Everything that is not as it should be on the local stack. */
export const faultsShape = z.object({
  app: z.enum(appModes),
  faults: z.array(faultShape),
  outages: z.array(outageShape),
});
export type Faults = z.infer<typeof faultsShape>;

const modeShape = z.object({ mode: z.enum(appModes) });
const refusalShape = z.object({ errors: z.array(z.string()) });

const outages = "/status-pages/incidents";

/** The control app of running vendors. Every call throws UsageError when it refuses or does not answer. */
export class FaultControl {
  readonly #vendors: Pick<Vendors, "control">;

  constructor(vendors: Pick<Vendors, "control">) {
    this.#vendors = vendors;
  }

  async list(): Promise<Faults> {
    const { mode } = modeShape.parse(await this.#call("GET", "/app"));
    return {
      app: mode,
      faults: z.array(faultShape).parse(await this.#call("GET", "/faults")),
      outages: z.array(outageShape).parse(await this.#call("GET", outages)),
    };
  }

  async app(mode: AppMode): Promise<void> {
    await this.#call("PUT", "/app", { mode });
  }

  async vendor(fault: Fault): Promise<void> {
    await this.#call("POST", "/faults", fault);
  }

  /** The next messages to Slack, or to one channel of it, are accepted and lost. */
  async dropMessages(times: number, channel: string | undefined): Promise<void> {
    await this.#call("PUT", "/slack/drop", { times, ...(channel === undefined ? {} : { channel }) });
  }

  /** A vendor's own status page tells of an incident, until it is cleared. */
  async outage(outage: Outage): Promise<void> {
    await this.#call("POST", outages, outage);
  }

  /** Ends every fault; the app is healthy again. */
  async clear(): Promise<void> {
    await this.#call("DELETE", "/faults");
    await this.#call("DELETE", outages);
    await this.#call("PUT", "/slack/drop", { times: 0 });
    await this.app("healthy");
  }

  async #call(method: string, path: string, body?: object): Promise<unknown> {
    const answer = await controlCall(this.#vendors, method, path, body === undefined ? {} : { body });
    const text = await answer.text();
    const content: unknown = text === "" ? null : JSON.parse(text);
    if (answer.ok) return content;
    const refused = refusalShape.safeParse(content);
    const why = refused.success ? refused.data.errors.join("; ") : `status ${answer.status}`;
    throw new UsageError(`The emulated vendors refuse this fault: ${why}`);
  }
}

/** A fault in words: what is hit, and what happens then. */
export function faultText({ vendor, match, status, delayMs, times, drop }: Fault): string {
  const calls = [match.method, match.path === undefined ? null : `paths like ${match.path}`].filter(Boolean).join(" ");
  const what = [
    delayMs === undefined ? null : `answers ${delayMs} ms late`,
    status === undefined ? null : `answers ${status}`,
    drop === true ? "cuts the connection" : null,
  ].filter(Boolean);
  const often = times === undefined ? "until cleared" : plural(times, "more time");
  if (vendor === "hosts") return `hosts: synthetic tests of ${calls === "" ? "every host" : calls} fail, ${often}`;
  return `${vendor}: ${what.join(", ")} to ${calls === "" ? "every call" : calls}, ${often}`;
}

/** An outage in words. */
export const outageText = ({ page, impact, name }: Outage): string =>
  `${page}: its status page tells of an incident (${impact}): ${name}`;
