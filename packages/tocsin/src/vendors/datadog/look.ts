import type { Definition } from "../../model/definition.ts";
import { filtersOf, isMetricSignal, isSearch, readsLogs, requestsOf } from "../../model/signals/facts.ts";
import type { StackConfig } from "../../model/stack.ts";
import { definitionLinks, type Link, searchPages } from "../links.ts";
import { logSearch, servedLines } from "./query.ts";
import { searchText } from "./search.ts";

/**
 * Where a message sends whoever reads it: pages of Datadog's that open at the time of the alert, whenever it is read
 * (guide "Template Variable Evaluation"), and where there is none the page of the vendor's console.
 */

const quarter = 15 * 60;

/** The time of a page: from before the window that fired until a quarter of an hour later. */
function timeRange(definition: Definition): string {
  const { condition } = definition;
  const before = Math.max(quarter, "window" in condition ? condition.window : 0) + quarter;
  const at = (change: string) => `{{eval "last_triggered_at_epoch${change}"}}`;
  return `from_ts=${at(`-${before}*1000`)}&to_ts=${at(`+${quarter}*1000`)}&live=false`;
}

/** In an address within parentheses of a link: those that a browser would leave alone are escaped too. */
const inAddress = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);

function searched(definition: Definition, stack: StackConfig): Link | null {
  const { signal, service } = definition;
  const logs = (query: string) => ({ title: "Logs", url: pageAt("logs", `query=${inAddress(query)}`, definition) });
  if (readsLogs(signal)) return logs(logSearch(signal.source, filtersOf(signal)[0], stack));
  if (isSearch(signal)) {
    const [title, path] = searchPages[signal.origin];
    return { title, url: pageAt(path, `query=${inAddress(searchText(signal, stack))}`, definition) };
  }
  const served = requestsOf(signal).length > 0 && stack.vercel.projects[service] !== undefined;
  return served ? logs(servedLines(service, stack)) : null;
}

const pageAt = (path: string, query: string, definition: Definition): string =>
  `https://app.datadoghq.com/${path}?${query}&${timeRange(definition)}`;

/** What shows the signal itself. */
export function linksToLook(definition: Definition, stack: StackConfig): Link[] {
  const found = searched(definition, stack);
  if (found !== null) return [found];
  const { signal } = definition;
  if (isMetricSignal(signal)) {
    const names = [...new Set(Object.values(signal.series).map(({ metric }) => metric))];
    return [{ title: "Metric", url: pageAt("metric/explorer", `exp_metric=${names.join("%2C")}`, definition) }];
  }
  return definitionLinks(definition, stack).slice(0, 1);
}
