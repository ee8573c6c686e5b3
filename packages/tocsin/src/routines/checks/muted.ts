import { plural } from "../../shared/amounts.ts";
import { untilText } from "../../shared/times.ts";
import type { Found } from "../../vendors/routine-check.ts";

/** The alerts that are muted now. */
export interface MutedNow {
  /** When its mute ends by itself, ISO 8601, by definition; null: never. */
  certain: ReadonlyMap<string, string | null>;
  /** Ids of others: whether the mute holds for them depends on tags that only their data has. */
  perhaps: ReadonlySet<string>;
}

/** Of the line that names them. */
export const mutedTitle = "Muted";

/** So many are named in the line; a maintenance window mutes all. */
const named = 5;

/** The line that names what is muted: why nothing arrives is no fault of an alert's. None where nothing is. Pure. */
export function mutedLines({ certain, perhaps }: MutedNow): Found[] {
  if (certain.size + perhaps.size === 0) return [];
  const details = [...certain].sort(([a], [b]) => a.localeCompare(b)).map(([id, until]) => `${id} ${untilText(until)}`);
  const rest = details.length - named;
  const told = rest > 0 ? [...details.slice(0, named), `${rest} more`] : details;
  const parts = [
    ...(certain.size > 0 ? [`${plural(certain.size, "alert")}: ${told.join(", ")}`] : []),
    ...(perhaps.size > 0 ? [`perhaps ${plural(perhaps.size, "alert")}, as tocsin verify tells`] : []),
  ];
  return [{ title: mutedTitle, value: parts.join("; "), verdict: "ok", details }];
}
