import type { Resource } from "../model/resource.ts";
import type { StackConfig } from "../model/stack.ts";

/** What a vendor says of one alert now. */
export interface AlertState {
  /** `unknown`: the vendor does not say. */
  now: "alert" | "warning" | "no-data" | "ok" | "unknown";
  /** When it last began to fire, and recovered: ISO 8601; null where the vendor does not say. */
  firedAt: string | null;
  recoveredAt: string | null;
}

/** What a vendor says of its alerts now. */
export interface States<Client> {
  /** For people: `what fires in Datadog`. */
  what: string;
  /** By the id of what fires. Errors: see `VendorHttp.get`. */
  read(
    client: Client,
    of: { stack: StackConfig; resources: readonly Resource[] },
  ): Promise<Iterable<readonly [vendorId: string, AlertState]>>;
  /** The kind of which it tells only those that have fired; absent where it tells all. */
  firedOnly?: Resource["kind"];
}

/** Milliseconds since 1970 as these states have them. */
export const iso = (ms: number | null): string | null => (ms === null ? null : new Date(ms).toISOString());
