import { z } from "zod";
import type { VendorName } from "./vendor-name.ts";

const isRegExp = (source: string): boolean => {
  try {
    new RegExp(source);
    return true;
  } catch {
    return false;
  }
};

/**
 * A misbehaviour to show, as posted to the control app's `/faults`.
 *
 * - `match.path` is a regular expression for the path (without query); absent parts of `match` match everything.
 * - `status` (with `body`, `headers`) is answered in place of the vendor's answer, to calls that carry its credential.
 * - `headers` without `status` are added to the vendor's own answer.
 * - `delayMs` waits first; alone it only makes the answer slow.
 * - `drop` cuts the connection without an answer.
 * - `times` is how many calls are hit before the fault is over; absent means until `DELETE /faults`.
 * - `vendor: "hosts"` is no vendor, but the hosts that synthetic tests ask: whatever else it says, the thing fails in its own way. Its
 *   method is `TCP` (the port is closed), `TLS` (the certificate ends within a day) or `DNS` (the name leads elsewhere), its path
 *   `host:port` or the domain.
 * - `name`: `DELETE /faults?name=` ends those whose name begins so.
 */
export const faultSchema = z
  .strictObject({
    vendor: z.enum([
      "datadog",
      "sentry",
      "vercel",
      "stripe",
      "supabase",
      "slack",
      "mail",
      "app",
      "status-pages",
      "hosts",
    ]),
    match: z
      .strictObject({
        method: z.string().min(1).optional(),
        path: z.string().refine(isRegExp, "is not a regular expression").optional(),
      })
      .default({}),
    status: z.int().min(200).max(599).optional(),
    body: z.unknown().optional(),
    headers: z.record(z.string(), z.string()).optional(),
    delayMs: z.int().min(0).max(600_000).optional(),
    times: z.int().min(1).optional(),
    drop: z.literal(true).optional(),
    name: z.string().min(1).optional(),
  })
  .refine((fault) => fault.drop === true || fault.status !== undefined || fault.body === undefined, {
    message: "a body needs a status",
  });

/** A fault as accepted by the control app. */
export type Fault = z.infer<typeof faultSchema>;

/** The faults now in force, in the order in which they were added; the first that matches a call hits it. */
export class FaultPlan {
  #faults: { fault: Fault; left: number }[] = [];

  add(fault: Fault): void {
    this.#faults.push({ fault, left: fault.times ?? Number.POSITIVE_INFINITY });
  }

  /** The fault that hits this call, if any; counts it down. */
  take(vendor: VendorName | "hosts", method: string, path: string): Fault | undefined {
    const hit = this.#faults.find(({ fault }) => {
      const { match } = fault;
      return (
        fault.vendor === vendor &&
        (match.method === undefined || match.method.toUpperCase() === method) &&
        (match.path === undefined || new RegExp(match.path).test(path))
      );
    });
    if (hit === undefined) return undefined;
    hit.left -= 1;
    if (hit.left <= 0) this.#faults = this.#faults.filter((entry) => entry !== hit);
    return hit.fault;
  }

  list(): Fault[] {
    return this.#faults.map(({ fault }) => fault);
  }

  /** Ends all faults, or those whose name begins with `name`; how many there were. */
  clear(name?: string): number {
    const before = this.#faults.length;
    this.#faults = name === undefined ? [] : this.#faults.filter(({ fault }) => fault.name?.startsWith(name) !== true);
    return before - this.#faults.length;
  }
}
