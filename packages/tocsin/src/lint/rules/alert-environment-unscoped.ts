import type { Resource } from "../../model/resource.ts";
import { listAt, textAt, valueAt } from "../../model/resource.ts";
import { queryOf } from "../bodies.ts";
import { type RuleProblem, rule } from "../rule.ts";

/** Tags that tell one environment's data from another's. */
const scope = /(^|[\s,{(@"])(env|environment|supabase_project_ref|data\.project):[^\s,}*]/;

export const alertEnvironmentUnscoped = rule({
  id: "alert/environment-unscoped",
  severity: "warning",
  title: "It watches all environments at once",
  looksAt: "resource",
  kinds: ["monitor", "detector", "workflow"],
  check: (resource, { config }) => {
    const path = unscoped(resource, Object.values(config.scopes).flat());
    if (path === null) return [];
    const said: RuleProblem = {
      at: "signal",
      path,
      message: "nothing limits it to one environment: staging fires it for production, and the other way round",
      remedy: "Scope it by env, by a scope of the stack file, by the project, or by Sentry's environment.",
    };
    return [said];
  },
});

/** Path of what names no environment; null where all do. `own`: tags that the stack file lists as scopes. */
function unscoped({ kind, body }: Resource, own: readonly string[]): string | null {
  if (kind === "workflow") return textAt(body, "environment") === "" ? "environment" : null;
  if (kind === "detector") {
    if (textAt(body, "type") !== "metric_issue") return null;
    return textAt(body, "dataSources.0.environment") === "" ? "dataSources.0.environment" : null;
  }
  const query = queryOf(body);
  if (query === null || textAt(body, "type") === "composite") return null;
  const searches = [
    ...[...query.left.matchAll(/logs\("((?:[^"\\]|\\.)*)"\)/g)].flatMap(([, search]) => search ?? []),
    ...listAt(body, "options.variables").flatMap((one) => String(valueAt(one, "search.query") ?? "")),
    ...[...query.expression.matchAll(/\{([^}]*)\}/g)].flatMap(([, tags]) => (isGrouping(tags) ? [] : (tags ?? []))),
  ];
  const scoped = (search: string) => scope.test(search) || own.some((tag) => search.includes(tag));
  return searches.some((search) => !scoped(search)) ? "query" : null;
}

/** `by {a,b}`: names without values. */
const isGrouping = (tags = ""): boolean => tags !== "*" && !tags.includes(":") && tags !== "";
