import type { SignalOf } from "../../model/signal.ts";
import { quoted } from "../words.ts";

type Search = SignalOf<"search">;

const origins: Record<Search["origin"], string> = {
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

function foundWords({ fields, phrases }: Search["find"], origin: Search["origin"]): string {
  const terms = Object.entries(fields).map(([field, term]) => `${field} ${JSON.stringify(term)}`);
  const all = [...terms, ...(phrases === undefined ? [] : [quoted(phrases)])];
  return `${origins[origin]}${all.length === 0 ? "" : ` with ${all.join(", ")}`}`;
}

/** `the 95th percentile of @duration in spans with service "shop"`. */
export function searchWords({ find, origin, value }: Search): string {
  const found = foundWords(find, origin);
  if (value.of === "unique") return `how many different ${value.attribute} there are in ${found}`;
  if (value.of === "measure") return `the ${value.statistic} of ${value.attribute} in ${found}`;
  return value.of === "share" ? `the share of ${found} among ${foundWords(value.among, origin)}` : found;
}
