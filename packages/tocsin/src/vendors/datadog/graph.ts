import type { Definition } from "../../model/definition.ts";
import type { JsonObject } from "../../model/resource.ts";
import { isMetricSignal, isSearch, isShareOfLogs, measuresLogs, readsLogs } from "../../model/signals/facts.ts";
import type { StackConfig } from "../../model/stack.ts";
import { unitOf } from "../message.ts";
import { comparisonText, logRatioQuery, logReads, metricExpression, scopeTags, seriesQuery } from "./query.ts";
import { searchParts } from "./search.ts";

/** A timeseries request of a dashboard: what the definition's monitor reads, over time. */
interface Graph {
  queries: JsonObject[];
  formula: string;
  display: "line" | "bars";
}

/**
 * What the graph of a definition draws: the same series, searches and arithmetic as its monitor. Logs are counted in steps
 * as long as the alert's window, so that each bar can be held against the threshold. Null for what Datadog does not see.
 */
function graphOf(definition: Definition, stack: StackConfig): Graph | null {
  const { signal, condition } = definition;
  if (condition.kind !== "threshold") return null;
  const interval = condition.window * 1000;
  if (readsLogs(signal)) {
    const drawn = isShareOfLogs(signal) ? null : measuresLogs(signal) ? "measured" : "found";
    const queries = logReads(signal, stack).map(({ name, search, compute }) => ({
      ...{ data_source: "logs", name: drawn ?? name, search: { query: search }, indexes: ["*"] },
      ...{ compute: { ...compute, interval }, group_by: [] },
    }));
    const formula = isShareOfLogs(signal) ? logRatioQuery(signal, condition, stack).formula : drawn;
    return { queries, formula: formula ?? "", display: "bars" };
  }
  if (isMetricSignal(signal)) {
    const scope = scopeTags(signal, stack);
    const queries = Object.entries(signal.series).map(([name, series]) => ({
      data_source: "metrics",
      name,
      query: seriesQuery(series, scope, signal.groupBy),
    }));
    return { queries, formula: metricExpression(signal, stack, (name) => name), display: "line" };
  }
  if (!isSearch(signal)) return null;
  const { formula, variables } = searchParts(signal, stack);
  const queries = variables.map((variable) => ({ ...variable, compute: { ...variable.compute, interval } }));
  return { queries, formula, display: "bars" };
}

/** The thresholds as lines across the graph, in Datadog's colours of an alert and a warning. */
function markers({ condition, signal }: Definition, unit: string): JsonObject[] {
  // A change is drawn as the metric that changes, to which its limit is no height.
  if (condition.kind !== "threshold" || "change" in signal) return [];
  const sign = comparisonText(condition).split(" ", 1)[0] ?? "";
  const line = (value: number, word: string, colour: string): JsonObject => ({
    value: `y = ${value}`,
    label: ` ${word} ${sign} ${value}${unit} `,
    display_type: `${colour} dashed`,
  });
  return [
    ...(condition.warning === undefined ? [] : [line(condition.warning, "warning", "warning")]),
    line(condition.critical, "critical", "error"),
  ];
}

/** Steps of a day need more than an hour of graph. */
function span({ condition }: Definition): JsonObject {
  if (condition.kind !== "threshold" || condition.window < 3600) return {};
  return { time: { live_span: condition.window > 3600 ? "1w" : "1d" } };
}

/**
 * The graph of a definition as a widget: titled by the alert, its thresholds drawn in, its runbook behind a click. Null for
 * what Datadog does not see.
 */
export function graphWidget(definition: Definition, stack: StackConfig, runbook: string): JsonObject | null {
  const graph = graphOf(definition, stack);
  if (graph === null) return null;
  return {
    type: "timeseries",
    title: `${definition.title} (${definition.id})`,
    show_legend: false,
    ...span(definition),
    requests: [
      {
        response_format: "timeseries",
        queries: graph.queries,
        formulas: [{ formula: graph.formula }],
        display_type: graph.display,
      },
    ],
    markers: markers(definition, unitOf(definition)),
    custom_links: [{ label: "Runbook", link: runbook }],
  };
}
