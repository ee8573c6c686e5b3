import type { SearchSignal } from "../../model/signals/facts.ts";
import { quoted } from "../words.ts";

const origins: Record<SearchSignal["origin"], string> = {
  logs: "log lines",
  events: "events",
  rum: "front-end events",
  audit: "entries of the audit trail",
  "ci-pipelines": "CI pipelines",
  "ci-tests": "CI tests",
  spans: "spans",
  "network-performance": "network flows",
  "network-path": "network paths",
  "database-monitoring": "database activity",
  "llm-observability": "traces of LLM applications",
};

function foundWords({ fields, phrases }: SearchSignal["find"], origin: SearchSignal["origin"]): string {
  const terms = Object.entries(fields).map(([field, term]) => `${field} ${JSON.stringify(term)}`);
  const all = [...terms, ...(phrases === undefined ? [] : [quoted(phrases)])];
  return `${origins[origin]}${all.length === 0 ? "" : ` with ${all.join(", ")}`}`;
}

/** `the 95th percentile of @duration in spans with service "shop"`. */
export function searchWords({ find, origin, value }: SearchSignal): string {
  const found = foundWords(find, origin);
  if (value.of === "unique") return `how many different ${value.attribute} there are in ${found}`;
  if (value.of === "measure") return `the ${value.statistic} of ${value.attribute} in ${found}`;
  return value.of === "share" ? `the share of ${found} among ${foundWords(value.among, origin)}` : found;
}
