import { z } from "zod";
import { refuse } from "../api/errors.ts";
import { parseExpression } from "../query/expression.ts";
import { parseMetricTerm } from "../query/metric.ts";
import { QueryError, Scanner } from "../query/scanner.ts";
import { parseSearch } from "../query/search.ts";

/** What a widget's event query reads (spec: `FormulaAndFunctionEventsDataSource`, 2026-08-21). */
export const EVENT_SOURCES = [
  "logs",
  "spans",
  "network",
  "rum",
  "security_signals",
  "profiles",
  "audit",
  "events",
  "ci_tests",
  "ci_pipelines",
  "incident_analytics",
  "product_analytics",
  "on_call_events",
  "errors",
  "llm_observability",
] as const;

/** What it computes (spec: `FormulaAndFunctionEventAggregation`). */
export const EVENT_AGGREGATIONS = [
  "count",
  "cardinality",
  "median",
  "pc75",
  "pc90",
  "pc95",
  "pc98",
  "pc99",
  "sum",
  "min",
  "max",
  "avg",
] as const;

/** Widgets of a dashboard as Datadog's specification has them: those that are understood here, looked into. */

/** Types in the specification that are kept as they come. */
const OTHERS = [
  "alert_graph",
  "alert_value",
  "change",
  "check_status",
  "distribution",
  "event_stream",
  "event_timeline",
  "free_text",
  "funnel",
  "geomap",
  "heatmap",
  "hostmap",
  "iframe",
  "image",
  "log_stream",
  "powerpack",
  "query_table",
  "query_value",
  "run_workflow",
  "scatterplot",
  "servicemap",
  "slo",
  "split_group",
  "sunburst",
  "toplist",
  "topology_map",
  "trace_service",
  "treemap",
];

const search = z.string().superRefine((text, context) => tell(context, () => parseSearch(text)));
const metric = z.string().superRefine((text, context) =>
  tell(context, () => {
    const scanner = new Scanner(text);
    parseExpression(scanner, parseMetricTerm);
    if (!scanner.space().done) scanner.fail("unexpected text after the query");
  }),
);

const metricQuery = z.looseObject({ data_source: z.literal("metrics"), name: z.string().min(1), query: metric });
const eventQuery = z.looseObject({
  data_source: z.enum(EVENT_SOURCES),
  name: z.string().min(1),
  search: z.looseObject({ query: search }).optional(),
  compute: z.looseObject({
    aggregation: z.enum(EVENT_AGGREGATIONS),
    metric: z.string().optional(),
    interval: z.int().positive().optional(),
  }),
  group_by: z.array(z.looseObject({ facet: z.string() })).optional(),
  indexes: z.array(z.string()).optional(),
});

const marker = z.strictObject({
  value: z.string().min(1),
  display_type: z
    .string()
    .regex(/^(error|warning|info|ok)( (dashed|solid|bold))?$/, "is no kind of line")
    .optional(),
  label: z.string().optional(),
  time: z.string().optional(),
});

const timeseries = z.looseObject({
  type: z.literal("timeseries"),
  title: z.string().optional(),
  requests: z
    .array(
      z.looseObject({
        q: metric.optional(),
        queries: z.array(z.discriminatedUnion("data_source", [metricQuery, eventQuery])).optional(),
        formulas: z.array(z.looseObject({ formula: z.string().min(1) })).optional(),
        response_format: z.literal("timeseries").optional(),
        display_type: z.enum(["area", "bars", "line", "overlay"]).optional(),
      }),
    )
    .min(1),
  markers: z.array(marker).optional(),
  custom_links: z.array(z.looseObject({ label: z.string().optional(), link: z.string().optional() })).optional(),
  time: z
    .looseObject({
      live_span: z
        .enum(["1m", "5m", "10m", "15m", "30m", "1h", "4h", "1d", "2d", "1w", "1mo", "3mo", "6mo", "1y", "alert"])
        .optional(),
    })
    .optional(),
});

const note = z.looseObject({ type: z.literal("note"), content: z.string().min(1) });
const manageStatus = z.looseObject({
  type: z.literal("manage_status"),
  query: z.string(),
  display_format: z.enum(["counts", "countsAndList", "list"]).optional(),
  summary_type: z.enum(["monitors", "groups", "combined"]).optional(),
});
const listStream = z.looseObject({
  type: z.literal("list_stream"),
  requests: z
    .array(
      z.looseObject({
        response_format: z.literal("event_list"),
        columns: z.array(z.looseObject({ field: z.string(), width: z.enum(["auto", "compact", "full"]) })),
        query: z.looseObject({ data_source: z.string(), query_string: search }),
      }),
    )
    .min(1),
});
const sloList = z.looseObject({
  type: z.literal("slo_list"),
  requests: z
    .array(z.looseObject({ request_type: z.literal("slo_list"), query: z.looseObject({ query_string: z.string() }) }))
    .length(1),
});

const others = z.looseObject({ type: z.enum(OTHERS) });
const simples = [timeseries, note, manageStatus, listStream, sloList, others] as const;
const simple = z.discriminatedUnion("type", simples);

const layout = z.looseObject({
  x: z.int().min(0),
  y: z.int().min(0),
  width: z.int().min(1),
  height: z.int().min(1),
  is_column_break: z.boolean().optional(),
});
const placed = { id: z.int().optional(), layout: layout.optional() };
const group = z.looseObject({
  type: z.literal("group"),
  layout_type: z.literal("ordered"),
  widgets: z.array(z.looseObject({ ...placed, definition: simple })),
});

/** A widget, which may be a group of widgets. */
export const widgetSchema = z.looseObject({ ...placed, definition: z.discriminatedUnion("type", [group, ...simples]) });
type Widget = z.infer<typeof widgetSchema>;

/** A widget with ids: the server gives one to each that comes without. */
export function numbered(widget: Widget, newId: () => number): Widget {
  const id = widget.id ?? newId();
  const { definition } = widget;
  if (!isGroup(definition)) return { ...widget, id };
  const widgets = definition.widgets.map((inner) => ({ ...inner, id: inner.id ?? newId() }));
  return { ...widget, id, definition: { ...definition, widgets } };
}

/** Refuses a fixed grid in which a widget has no place, and a place outside the grid. */
export function refuseLayout(sent: { layout_type: string; reflow_type?: string | undefined; widgets: Widget[] }): void {
  const all = sent.widgets.flatMap((each) => [each, ...(isGroup(each.definition) ? each.definition.widgets : [])]);
  for (const { layout: place } of all) {
    if (place === undefined) {
      if (sent.reflow_type === "fixed" || sent.layout_type === "free")
        throw refuse(400, "Invalid layout: every widget of this layout must have a 'layout'.");
    } else if (sent.layout_type === "ordered" && place.x + place.width > 12) {
      throw refuse(400, "Invalid layout: a widget lies outside of the 12 columns.");
    }
  }
}

function isGroup(definition: Widget["definition"]): definition is z.infer<typeof group> {
  return definition.type === "group";
}

function tell(context: z.RefinementCtx<string>, parse: () => void): void {
  try {
    parse();
  } catch (error) {
    if (!(error instanceof QueryError)) throw error;
    context.addIssue({ code: "custom", message: `invalid query: ${error.message}` });
  }
}
