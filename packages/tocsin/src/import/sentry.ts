import { z } from "zod";
import type { Side } from "../model/condition.ts";
import type { SignalOf } from "../model/signal.ts";
import type { StackConfig } from "../model/stack.ts";
import type { LiveObject } from "../vendors/live.ts";
import { type Draft, Inexpressible, titleOf, unquoted } from "./draft.ts";

/** Sentry's metric monitors, each with the alert that tells of it, read back into definitions. */

const detectorShape = z.object({
  name: z.string(),
  type: z.string(),
  projectId: z.union([z.string(), z.number()]).transform(String),
  dataSources: z.tuple([
    z.object({
      aggregate: z.string(),
      dataset: z.string(),
      query: z.string().nullish(),
      timeWindow: z.number(),
    }),
  ]),
  conditionGroup: z.object({
    conditions: z.array(z.object({ type: z.string(), comparison: z.number(), conditionResult: z.number() })),
  }),
  config: z
    .object({ detectionType: z.string().default("static"), comparisonDelta: z.number().nullish() })
    .default({ detectionType: "static" }),
});

/** What Sentry calls the priority of an issue that a condition makes: high, medium, over. */
const result = { critical: 75, warning: 50, resolved: 0 } as const;

/**
 * `all` are the organization's monitors: which project a number means is told by the project's own error monitor, which the
 * stack file names. `workflows` are its alerts.
 * @throws Inexpressible
 */
export function readDetector(
  live: LiveObject,
  all: readonly LiveObject[],
  workflows: readonly LiveObject[],
  stack: StackConfig,
): Draft {
  const parsed = detectorShape.safeParse(live.body);
  if (!parsed.success || parsed.data.type !== "metric_issue") {
    throw new Inexpressible("it is no metric monitor with a fixed limit");
  }
  const { name, projectId, dataSources, conditionGroup, config } = parsed.data;
  const [source] = dataSources;
  const project = Object.entries(stack.sentry.projects).find(([, { errorMonitor }]) =>
    all.some(({ vendorId, body }) => vendorId === errorMonitor && String(body.projectId) === projectId),
  );
  if (project === undefined) throw new Inexpressible("its project is none of the stack's");
  const compared = config.detectionType === "percent" ? (config.comparisonDelta ?? null) : null;
  const signal = signalOf(project[0], source, compared);
  const limit = (wanted: number) => conditionGroup.conditions.find(({ conditionResult }) => conditionResult === wanted);
  const critical = limit(result.critical);
  if (critical === undefined) throw new Inexpressible("it has no limit of high priority");
  const side = sides[critical.type];
  if (side === undefined) throw new Inexpressible(`its limit is of type ${critical.type}`);
  const warning = limit(result.warning)?.comparison;
  const over = limit(result.resolved)?.comparison;
  const own = workflows.filter(
    ({ body }) => Array.isArray(body.detectorIds) && body.detectorIds.includes(live.vendorId),
  );
  if (own.length > 1) {
    throw new Inexpressible(
      `${own.length} alerts notify about it (${own.map(({ vendorId }) => vendorId).join(", ")}), and a definition has one`,
    );
  }
  return {
    title: titleOf(name.replace(/ tocsin:\S+$/, ""), stack.name, ""),
    service: project[0],
    severity: "ticket",
    signal,
    condition: {
      kind: "threshold",
      ...side,
      critical: critical.comparison,
      ...(warning === undefined ? {} : { warning }),
      ...(over === undefined || over === (warning ?? critical.comparison) ? {} : { recovery: over }),
      window: source.timeWindow,
      over: "total",
    },
    objects: [live, ...own],
  };
}

const sides: Record<string, Side> = {
  gt: { comparison: "above" },
  gte: { comparison: "above", inclusive: true },
  lt: { comparison: "below" },
  lte: { comparison: "below", inclusive: true },
};

type Source = z.infer<typeof detectorShape>["dataSources"][0];

function signalOf(
  project: string,
  source: Source,
  compared: number | null,
): SignalOf<"sentry-errors"> | SignalOf<"sentry-spans"> {
  const query = source.query ?? "";
  if (source.dataset === "events" && source.aggregate === "count()") {
    const comparedWith = compared === null ? {} : { comparedWith: compared };
    return { kind: "sentry-errors", project, tags: tagsOf(query), ...comparedWith };
  }
  if (compared !== null) throw new Inexpressible("it compares latencies with those of an earlier time");
  const statistic = z
    .enum(["p50", "p75", "p95", "p99"])
    .safeParse(/^(p\d+)\(span\.duration\)$/.exec(source.aggregate)?.[1]);
  const transaction = /^is_transaction:true transaction:(?:"((?:[^"\\]|\\.)*)"|(\S+))$/.exec(query);
  if (!statistic.success || transaction === null) {
    throw new Inexpressible(`it measures ${source.aggregate} of "${query}" in ${source.dataset}`);
  }
  const [, inQuotes, bare] = transaction;
  return {
    kind: "sentry-spans",
    project,
    transaction: inQuotes === undefined ? (bare ?? "") : unquoted(inQuotes),
    statistic: statistic.data,
  };
}

const value = String.raw`"(?:[^"\\]|\\.)*"|[^\s",[\]]+`;
const term = new RegExp(String.raw`^([\w.-]+):(?:(${value})|\[((?:${value})(?:, (?:${value}))*)\])(?: |$)`);

/** `service:[api, apps/web] feature:billing`: several values of one tag are alternatives. @throws Inexpressible */
function tagsOf(query: string): Record<string, string[]> {
  const tags: Record<string, string[]> = {};
  for (let rest = query.trim(); rest !== ""; rest = rest.replace(term, "")) {
    const parts = term.exec(rest);
    if (parts === null) throw new Inexpressible(`it searches for \`${rest}\`, which is not by tags alone`);
    const [, key = "", one, several] = parts;
    const listed =
      one === undefined ? [...(several ?? "").matchAll(new RegExp(value, "g"))].map(([each]) => each) : [one];
    tags[key] = listed.map((each) => (each.startsWith('"') ? unquoted(each.slice(1, -1)) : each));
  }
  return tags;
}
