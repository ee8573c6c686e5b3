import type { JsonObject } from "../../model/resource.ts";
import { listAt, numberAt, valueAt } from "../../model/resource.ts";
import { readableDuration } from "../../model/units.ts";
import { queryOf } from "../bodies.ts";
import { rule } from "../rule.ts";

/** Seconds for which Datadog does not judge a new group: of hosts, and of anything else (docs: Monitors > Configuration > Group delay). */
const ofHosts = 300;
const ofOthers = 60;

const secondsIn: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 };

/** Of a monitor on events (log lines, spans, RUM and the like), which alone say `.last("5m")`; null for any other. */
function windowOf(left: string): number | null {
  const [, count, unit = ""] = /\.last\(\s*"(\d+)([smhd])"\s*\)/.exec(left) ?? [];
  return count === undefined ? null : Number(count) * (secondsIn[unit] ?? 0);
}

/** What it groups by: in the query, or in the variables of its formula. */
function groupsOf(body: JsonObject, left: string): string[] {
  const inQuery = (/\.by\(([^)]*)\)/.exec(left)?.[1] ?? "").split(",").map((key) => key.replace(/["\s]/g, ""));
  const inVariables = listAt(body, "options.variables").flatMap((variable) => valueAt(variable, "group_by") ?? []);
  const facets = inVariables.flatMap((group) => valueAt(group, "facet") ?? []).filter((key) => typeof key === "string");
  return [...new Set([...inQuery, ...facets])].filter((key) => key !== "");
}

export const datadogNewGroupUnseen = rule({
  id: "datadog/new-group-unseen",
  severity: "warning",
  title: "The first events of a new group are gone when it is judged",
  looksAt: "resource",
  kinds: ["monitor"],
  verbatim: true,
  check: ({ body }) => {
    const left = queryOf(body)?.left ?? "";
    const [window, groups] = [windowOf(left), groupsOf(body, left)];
    if (window === null || groups.length === 0) return [];
    const byHost = groups.includes("host");
    const stated = numberAt(body, "options.new_group_delay");
    const delay = stated ?? (byHost ? (numberAt(body, "options.new_host_delay") ?? ofHosts) : ofOthers);
    if (window > delay) return [];
    const [looks, waits] = [window, delay].map(readableDuration);
    return [
      {
        at: "condition.window",
        path: stated === undefined && byHost ? "options.new_host_delay" : "options.new_group_delay",
        message: `it looks at ${looks}, and Datadog does not judge a new ${groups.join(", ")} for ${waits}: what a new one does at first never fires`,
        remedy: `Set newGroupDelay to less than the window, 0 for no delay, or look at more than ${waits}.`,
      },
    ];
  },
});
