import type { Definition } from "../../model/definition.ts";
import type { Resource } from "../../model/resource.ts";
import type { StackConfig } from "../../model/stack.ts";
import type { DatadogClient } from "../../vendors/datadog/client.ts";
import { loggedPaths, loggingServices } from "../../vendors/datadog/signals.ts";
import { groupBy } from "../../vendors/live.ts";
import type { SentryClient } from "../../vendors/sentry/client.ts";
import { searchValue } from "../../vendors/sentry/compile.ts";
import type { Check, ProjectFacts } from "./check.ts";
import { type Carrier, judgeSilence } from "./silence.ts";
import { type WatchedValue, watchedValues } from "./watched-values.ts";

/** How far back is looked: as long as the vendors keep what was sent, unless somebody pays for more. */
const days = { tag: 90, transaction: 30, "log-path": 15 } as const;
const daySeconds = 86_400;
/** Other values that a message names. */
const mostOthers = 5;

/** A name that nothing but drills has sent, although its source sends. */
export interface NeverSeen {
  watched: WatchedValue;
  /** What is sent instead, most frequent first; empty where the field itself is not known. */
  others: readonly string[];
}

export async function neverSeenAtSentry(client: SentryClient, config: StackConfig, definitions: readonly Definition[]) {
  const all = watchedValues(definitions, config).filter(({ vendor }) => vendor === "sentry");
  const found = await Promise.all(
    [...groupBy(all, ({ kind }) => kind).values()].map((same) => unseenOfKind(client, config, same)),
  );
  return found.flat();
}

/** A call for which projects send at all, one for all values of a field, and one more where one of them was not seen. */
async function unseenOfKind(
  client: SentryClient,
  { sentry }: StackConfig,
  all: readonly WatchedValue[],
): Promise<NeverSeen[]> {
  const kind = all[0]?.kind === "tag" ? "tag" : "transaction";
  const dataset = kind === "tag" ? "errors" : "spans";
  const common = { dataset, environment: sentry.environment, period: `${days[kind]}d` } as const;
  const base = kind === "transaction" ? "is_transaction:true " : "";
  const ask: Ask = (field, query) =>
    client.sent(sentry.organization, { ...common, field, query: `${base}${query}`.trim() });
  const sending = new Set((await ask(null, "")).values.map(({ project }) => project));
  // A project that sends nothing does not tell what it would send.
  const told = all.filter(({ sources }) => sources.some((project) => sending.has(project)));
  const found = await Promise.all(
    [...groupBy(told, ({ field }) => field)].map(([field, same]) => unseenField(ask, field, same)),
  );
  return found.flat();
}

type Ask = (field: string | null, query: string) => ReturnType<SentryClient["sent"]>;

async function unseenField(ask: Ask, field: string, same: readonly WatchedValue[]): Promise<NeverSeen[]> {
  const seen = await ask(field, anyOf(field, [...new Set(same.flatMap((one) => one.values))]));
  const unseen = same.filter((one) => !seen.values.some((row) => isOneOf(one, row)));
  // An answer that is full does not tell what did not fit.
  const sure = seen.all ? unseen : await asyncFilter(unseen, (one) => isAbsent(ask, field, one));
  if (sure.length === 0) return [];
  const others = await ask(field, `has:${field}`);
  return sure.map((watched) => {
    const instead = others.values.filter(({ project }) => watched.sources.includes(project));
    return { watched, others: [...new Set(instead.map(({ value }) => value))].slice(0, mostOthers) };
  });
}

async function isAbsent(ask: Ask, field: string, { sources, values }: WatchedValue): Promise<boolean> {
  const found = await ask(null, anyOf(field, values));
  return found.values.every(({ project }) => !sources.includes(project));
}

const anyOf = (field: string, values: readonly string[]): string => {
  const terms = values.map((value) => `${field}:${searchValue(value)}`);
  return terms.length === 1 ? (terms[0] ?? "") : `(${terms.join(" OR ")})`;
};

function isOneOf({ sources, values }: WatchedValue, { project, value }: { project: string; value: string }): boolean {
  return sources.includes(project) && values.some((wanted) => wildcard(wanted).test(value));
}

/** `*` is any text; Sentry does not tell capitals apart. */
const wildcard = (pattern: string): RegExp =>
  new RegExp(
    `^${pattern
      .split("*")
      .map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"))
      .join(".*")}$`,
    "is",
  );

async function asyncFilter<T>(items: readonly T[], keep: (item: T) => Promise<boolean>): Promise<T[]> {
  const kept = await Promise.all(items.map(keep));
  return items.filter((_, n) => kept[n]);
}

/** Two calls: the paths that were seen, and the services that write paths at all. */
export async function neverSeenAtDatadog(
  client: DatadogClient,
  config: StackConfig,
  definitions: readonly Definition[],
): Promise<NeverSeen[]> {
  const all = watchedValues(definitions, config).flatMap(({ search, ...rest }) =>
    search === null ? [] : [{ ...rest, search }],
  );
  if (all.length === 0) return [];
  const searches = (of: "path" | "service") => [...new Set(all.map(({ search }) => search[of]))];
  const within = days["log-path"] * daySeconds;
  const withPath = searches("service").map((search) => `${search} @proxy.path:*`);
  const [paths, services] = await Promise.all([
    loggedPaths(client.http, searches("path"), within),
    loggingServices(client.http, withPath, within),
  ]);
  return all
    .filter(({ sources, values }) => !values.some((path) => paths.has(`${sources[0]} ${path}`)))
    .filter(({ sources }) => sources.some((service) => services.has(service)))
    .map((watched) => ({ watched, others: [] }));
}

/** For a finding, a receipt: what was not seen, where, and what is sent instead. */
export function neverSeenText({ watched, others }: NeverSeen): string {
  const { kind, sources, field, text } = watched;
  const where = `${kind === "log-path" ? "a request of" : "Sentry project"} ${sources.join(" or ")}`;
  const what = { tag: `${text} in`, transaction: `a transaction ${text} in`, "log-path": `${text} as the path of` }[
    kind
  ];
  const named = others.length === 0 ? "" : ` (seen there: ${others.join(", ")})`;
  const unknown = kind === "tag" && others.length === 0 ? ` (no event there has the tag ${field})` : "";
  return `nothing but drills has sent ${what} ${where} in the last ${days[kind]} days${named}${unknown}`;
}

/** Finds names in definitions that the app has never sent. */
export function neverSeenChecks(
  { datadog, sentry }: { datadog: DatadogClient | undefined; sentry: SentryClient | undefined },
  { config, definitions }: ProjectFacts,
  resources: readonly Resource[],
): Check[] {
  const all = watchedValues(definitions, config);
  const check = (vendor: "sentry" | "datadog", what: string, look: () => Promise<NeverSeen[]>): Check[] =>
    all.some((one) => one.vendor === vendor)
      ? [
          {
            vendor,
            kind: null,
            covers: `Whether ${what} of definitions were ever seen was`,
            look: async () => {
              const carriers = (await look()).map((one) => carrierOf(one, resources));
              return (known) => judgeSilence(carriers, known);
            },
          },
        ]
      : [];
  return [
    ...(sentry ? check("sentry", "tags and transactions", () => neverSeenAtSentry(sentry, config, definitions)) : []),
    ...(datadog ? check("datadog", "paths", () => neverSeenAtDatadog(datadog, config, definitions)) : []),
  ];
}

function carrierOf(one: NeverSeen, resources: readonly Resource[]): Carrier {
  const { vendor, kind, field, definition, text, sources } = one.watched;
  const told = neverSeenText(one);
  return {
    vendor,
    kind,
    vendorId: text,
    what: `${text} in ${sources.join(" or ")}`,
    path: kind === "tag" ? `tags.${field}` : field,
    withinSeconds: days[kind] * daySeconds,
    resources: resources
      .filter((resource) => resource.vendor === vendor && resource.definition === definition)
      .slice(0, 1),
    instead: one.others,
    told: `${told.charAt(0).toUpperCase()}${told.slice(1)}: ${definition} would not ring. Is it spelled as the app spells it?`,
  };
}
