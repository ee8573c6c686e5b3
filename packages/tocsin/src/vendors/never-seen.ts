import type { Definition } from "../model/definition.ts";
import type { Resource, VendorName } from "../model/resource.ts";
import type { StackConfig } from "../model/stack.ts";
import { type Check, named } from "./check.ts";
import { type Carrier, judgeSilence } from "./silence.ts";

/**
 * A name by which a definition tells its signal from all others: a tag of an error, the name of a transaction, the path of a
 * request. A name that is wrong is wrong in the vendor's object and in a drill alike, so both look well; only what the app has
 * really sent tells.
 */
export interface WatchedValue {
  /** Those that name it. */
  definitions: readonly string[];
  kind: string;
  /** What sends it, as the vendor names it. */
  sources: readonly string[];
  /** What the vendor calls the field. */
  field: string;
  /** One of these must have been seen. */
  values: readonly string[];
  /** For people: `service:worker`, `GET /api/x`. */
  text: string;
  /** The same with what sends it: `service:worker in Sentry project shop`. */
  what: string;
  /** What else is known where no source has the field at all; null where that says nothing. */
  absent: string | null;
  /** How many days back is looked: as long as the vendor keeps what was sent, unless somebody pays for more. */
  days: number;
}

/** A name that nothing but drills has sent, although its source sends. */
export interface NeverSeen {
  watched: WatchedValue;
  /** What is sent instead, most frequent first; empty where the field itself is not known. */
  others: readonly string[];
}

/** Finds the names of definitions that the app has never sent. Throws VendorError. */
export type Unseen<Client> = (
  client: Client,
  config: StackConfig,
  definitions: readonly Definition[],
) => Promise<NeverSeen[]>;

/** For a finding, a receipt: what was not seen, where, and what is sent instead. */
export function neverSeenText({ watched: { what, absent, days }, others }: NeverSeen): string {
  const instead = others.length > 0 ? ` (seen there: ${others.join(", ")})` : absent === null ? "" : ` (${absent})`;
  return `nothing but drills has sent ${what} in the last ${days} days${instead}`;
}

/** The check of a vendor; `what` it looks for, in the plural: `paths`. */
export function neverSeenCheck(
  vendor: VendorName,
  what: string,
  resources: readonly Resource[],
  look: () => Promise<NeverSeen[]>,
): Check {
  return {
    vendor,
    kind: null,
    covers: `Whether ${what} that definitions name were ever seen was`,
    look: async () => {
      const carriers = (await look()).map((one) => carrierOf(vendor, one, resources));
      return (known) => judgeSilence(carriers, known);
    },
  };
}

function carrierOf(vendor: VendorName, one: NeverSeen, resources: readonly Resource[]): Carrier {
  const { kind, field, definitions, text, sources, days } = one.watched;
  const message = neverSeenText(one);
  return {
    vendor,
    kind,
    vendorId: text,
    what: `${text} in ${sources.join(" or ")}`,
    path: field,
    withinSeconds: days * 86_400,
    resources: definitions.flatMap(
      (id) => resources.find((one) => one.vendor === vendor && one.definition === id) ?? [],
    ),
    instead: one.others,
    told: `${message.charAt(0).toUpperCase()}${message.slice(1)}: ${named(definitions)} would not fire. Is it spelled as the app spells it?`,
  };
}
