/** Objectives of every type and form, and dashboards with what a reader chooses. */
import type { JsonObject } from "../../../src/model/resource.ts";
import type { Named } from "./datadog-monitors.ts";

const query = { numerator: "sum:jobs.done{*}.as_count()", denominator: "sum:jobs.all{*}.as_count()" };
const metrics = (name: string, text: string) => ({ data_source: "metrics", name, query: text });

/** `monitor` is the id of one that an objective can be counted from. */
export const objectives = (monitor: number): Named[] =>
  forms(monitor).map((one, index) => ({
    ...one,
    name: `objective ${index + 1}`,
    description: "promised",
    tags: ["team:web"],
  }));

const forms = (monitor: number): JsonObject[] => [
  {
    type: "monitor",
    monitor_ids: [monitor],
    groups: ["host:a"],
    thresholds: [{ timeframe: "30d", target: 99.3, warning: 99.7 }],
  },
  {
    type: "metric",
    query,
    thresholds: [
      { timeframe: "7d", target: 95 },
      { timeframe: "90d", target: 99 },
    ],
  },
  {
    type: "metric",
    thresholds: [{ timeframe: "30d", target: 99.9 }],
    sli_specification: {
      count: {
        good_events_formula: { formula: "good" },
        total_events_formula: { formula: "all" },
        queries: [metrics("good", query.numerator), metrics("all", query.denominator)],
      },
    },
  },
  {
    type: "metric",
    thresholds: [{ timeframe: "30d", target: 99.9 }],
    sli_specification: {
      count: {
        good_events_formula: { formula: "good" },
        bad_events_formula: { formula: "bad" },
        queries: [metrics("good", query.numerator), metrics("bad", "sum:jobs.failed{*}.as_count()")],
      },
    },
  },
  {
    type: "time_slice",
    thresholds: [{ timeframe: "7d", target: 99 }],
    sli_specification: {
      time_slice: {
        query: { formulas: [{ formula: "a / b" }], queries: [metrics("a", "sum:x{*}"), metrics("b", "sum:y{*}")] },
        ...{ query_interval_seconds: 300, comparator: ">", threshold: 0.5 },
      },
    },
  },
];

const note = (content: string): JsonObject => ({ definition: { type: "note", content } });
export const dashboards: (JsonObject & { title: string })[] = [
  {
    title: "Ops",
    description: "d",
    layout_type: "ordered",
    reflow_type: "auto",
    widgets: [note("# one")],
    notify_list: ["ada@example.com"],
  },
  {
    ...{ title: "Web", description: null, layout_type: "ordered", widgets: [note("a"), note("b")], tags: ["team:web"] },
    template_variables: [
      { name: "env", prefix: "env", defaults: ["prod"], available_values: ["prod", "staging"] },
      { name: "host", default: "*" },
    ],
    template_variable_presets: [{ name: "mine", template_variables: [{ name: "env", values: ["staging"] }] }],
  },
];
