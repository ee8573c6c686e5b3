import { z } from "zod";
import { eventCompute } from "./events.ts";
import { parseMetricTerm } from "./metric.ts";
import { QueryError, Scanner } from "./scanner.ts";
import { parseSearch } from "./search.ts";
import type { FormulaVariable } from "./types.ts";

const NAME = z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/);

const eventSources = [
  "rum",
  "ci_pipelines",
  "ci_tests",
  "audit",
  "events",
  "logs",
  "spans",
  "database_queries",
  "network",
  "network_path",
] as const;

/** What a query of a formula can be over, as far as it is read here. */
export const understoodSources: readonly string[] = [...eventSources, "metrics"];

const eventVariable = z.strictObject({
  name: NAME,
  data_source: z.enum(eventSources),
  compute: z.strictObject({
    aggregation: z.string(),
    metric: z.string().optional(),
    interval: z.int().positive().optional(),
  }),
  search: z.strictObject({ query: z.string() }).optional(),
  indexes: z.array(z.string()).optional(),
  /** Where logs are kept: `hot`, `online_archives`, `flex` (recorded with all of a monitor's variables since 2025). */
  storage: z.string().nullish(),
  group_by: z
    .array(
      z.strictObject({
        facet: z.string().min(1),
        limit: z.int().positive().optional(),
        sort: z.looseObject({ aggregation: z.string() }).optional(),
      }),
    )
    .optional(),
});

const metricVariable = z.strictObject({
  name: NAME,
  data_source: z.literal("metrics"),
  query: z.string(),
  aggregator: z.enum(["avg", "sum", "min", "max", "last", "mean"]).optional(),
});

const variablesSchema = z.array(z.discriminatedUnion("data_source", [eventVariable, metricVariable]));

/**
 * `options.variables`, understood.
 *
 * @throws QueryError when an entry has not the documented shape (spec: `MonitorFormulaAndFunctionQueryDefinition`),
 *   when its search or metric does not parse, or when two entries have one name.
 */
export function parseVariables(variables: unknown): FormulaVariable[] {
  const parsed = variablesSchema.safeParse(variables ?? []);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new QueryError(`variables${issue === undefined ? "" : `.${issue.path.join(".")}: ${issue.message}`}`);
  }
  const names = parsed.data.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new QueryError(`variables: the name '${twice}' is given twice`);
  return parsed.data.map(understand);
}

function understand(variable: z.infer<typeof variablesSchema>[number]): FormulaVariable {
  if (variable.data_source === "metrics") {
    const scanner = new Scanner(variable.query);
    const term = parseMetricTerm(scanner.space());
    if (!scanner.space().done) scanner.fail("unexpected text after the metric");
    const { aggregator = "avg" } = variable;
    return { kind: "metrics", name: variable.name, term, aggregator: aggregator === "mean" ? "avg" : aggregator };
  }
  return {
    kind: "events",
    name: variable.name,
    source: variable.data_source,
    search: parseSearch(variable.search?.query ?? ""),
    indexes: variable.indexes ?? ["*"],
    compute: eventCompute(variable.compute.aggregation, variable.compute.metric ?? null),
    groupBy: (variable.group_by ?? []).map(({ facet }) => facet),
  };
}
