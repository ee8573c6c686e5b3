import type { Resource } from "../../model/resource.ts";
import type { DatadogClient } from "./client.ts";
import { expressionIn, pointsOf } from "./reads.ts";

/** What each metric monitor measures, by its query; groups take turns, so of several the highest is shown. */
export async function datadogPlots(
  client: DatadogClient,
  resources: readonly Resource[],
  seconds: number,
): Promise<Map<string, [number, number][]>> {
  const queries = resources.flatMap(({ kind, body }) => {
    const query = kind === "monitor" && typeof body.query === "string" ? body.query : null;
    const expression = query === null ? null : expressionIn(query);
    return query === null || expression === null ? [] : [{ query, expression }];
  });
  const points = await pointsOf(client.http, [...new Set(queries.map(({ expression }) => expression))], seconds);
  return new Map(
    queries.flatMap(({ query, expression }) => {
      const found = points.get(expression);
      return found === undefined ? [] : [[query, found] as const];
    }),
  );
}
