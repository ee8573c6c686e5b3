import { type ConditionOf, isBeyond, sideText } from "../../model/condition.ts";
import type { Definition } from "../../model/definition.ts";
import { vendorTitle } from "../../model/resource.ts";
import { vendorOf } from "../../model/signals/facts.ts";
import { readableDuration } from "../../model/units.ts";
import { amount } from "../../shared/amounts.ts";
import { vendors } from "../../vendors/index.ts";
import { groupBy } from "../../vendors/live.ts";
import { unitOf } from "../../vendors/message.ts";
import type { VendorClients } from "../../vendors/registry.ts";
import type { Check, Found, Sources } from "../../vendors/routine-check.ts";
import type { Read } from "../../vendors/value-now.ts";

type Threshold = ConditionOf<"threshold">;

/**
 * What the alerts of a runbook watch, as it is now: the number that each would fire by, against its limits. A check for each vendor, so
 * that one which is down hides no other's numbers.
 *
 * @param own the definitions that name the runbook
 */
export function signalsNow(own: readonly Definition[]): Check[] {
  const byVendor = groupBy(own, ({ signal }) => vendorOf(signal));
  return [...byVendor].map(([vendor, definitions]) => ({
    name: "signals",
    title: `What its alerts at ${vendorTitle(vendor)} watch`,
    about: () => false,
    look: async (sources) => (await Promise.all(definitions.map((one) => signalNow(one, sources)))).flat(),
  }));
}

async function signalNow(definition: Definition, sources: Sources): Promise<Found[]> {
  const { condition } = definition;
  if (condition.kind !== "threshold") return [];
  const read = await readNow(definition, condition, sources);
  if (read === null) return [];
  const title = `${definition.title} (${definition.id})`;
  const unit = unitOf(definition);
  const side = sideText(condition);
  const limit = `fires ${side} ${amount(condition.critical)}${unit}`;
  const over = readableDuration(condition.window);
  if (read.value === null) {
    if (read.why !== undefined) return [{ title, value: read.why.text, limit, verdict: read.why.verdict }];
    return [{ title, value: `nothing was reported in ${over}`, limit, verdict: verdictOfSilence(condition) }];
  }
  const group = read.group === "" ? "" : ` (${read.group})`;
  return [
    { title, value: `${amount(read.value)}${unit}${group}, ${over}`, limit, verdict: verdictOf(read.value, condition) },
  ];
}

type Readable = Pick<Sources, "stack" | "resources"> & Partial<VendorClients>;

/** What an alert watches now, with its unit: `46.2 %`. Null where it has no number, or none that can be read in one question. */
export async function valueNow(definition: Definition, sources: Readable): Promise<string | null> {
  if (definition.condition.kind !== "threshold") return null;
  const read = await readNow(definition, definition.condition, sources);
  if (read === null || read.value === null) return null;
  return `${amount(read.value)}${unitOf(definition)}${read.group === "" ? "" : ` (${read.group})`}`;
}

/** Where silence is no value, nothing can be told; where it is the signal that is lost, that is what to look at. */
function verdictOfSilence({ noData }: Threshold): Found["verdict"] {
  if (noData === "notify") return "attention";
  return noData === "show" || noData === "doNotNotify" || noData === "lastStatus" ? "unknown" : "ok";
}

function verdictOf(value: number, condition: Threshold): Found["verdict"] {
  const { critical, warning } = condition;
  const beyond = (limit: number) => isBeyond(condition, value, limit);
  if (beyond(critical)) return "critical";
  return warning !== undefined && beyond(warning) ? "attention" : "ok";
}

async function readNow(definition: Definition, condition: Threshold, sources: Readable): Promise<Read | null> {
  const by = vendorOf(definition.signal);
  const vendor = vendors.find(({ name }) => name === by);
  const client = sources[by];
  const { stack, resources } = sources;
  return (client && vendor?.valueNow?.(client, { definition, condition, stack, resources })) ?? null;
}
