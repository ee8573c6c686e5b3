import type { StackConfig } from "../../../model/stack.ts";
import { inParts } from "../../../shared/lists.ts";
import { covers } from "../../../shared/pattern.ts";
import { groupBy } from "../../live.ts";
import type { NeverSeen, Unseen, WatchedValue } from "../../never-seen.ts";
import type { SentryClient } from "../client.ts";
import { searchValue } from "../search.ts";
import { type WatchedName, watchedAtSentry } from "./watched.ts";

/** Other values that a message names. */
const mostOthers = 5;

/** So many values are asked for at once: an address that names more may be too long for the servers on its way. */
const valuesAtOnce = 50;

/** Tags of errors and names of transactions; a call for fifty of them, and one more for each value that was seen nowhere else. */
export const neverSeenAtSentry: Unseen<SentryClient> = async (client, config, definitions) => {
  const { names } = watchedAtSentry({ config, definitions });
  const found = await Promise.all(
    [...groupBy(names, ({ kind }) => kind).values()].map((same) => unseenOfKind(client, config, same)),
  );
  return found.flat();
};

/** A call for which projects send at all, some for all values of a field, and one more where one of them was not seen. */
async function unseenOfKind(
  client: SentryClient,
  { sentry }: StackConfig,
  all: readonly WatchedName[],
): Promise<NeverSeen[]> {
  const [first] = all;
  if (first === undefined) return [];
  const { kind, days } = first;
  const dataset = kind === "tag" ? "errors" : "spans";
  const common = { dataset, environment: sentry.environment, period: `${days}d` } as const;
  const base = kind === "transaction" ? "is_transaction:true " : "";
  const ask: Ask = (field, query) =>
    client.sent(sentry.organization, { ...common, field, query: `${base}${query}`.trim() });
  const sending = new Set((await ask(null, "")).values.map(({ project }) => project));
  // A project that sends nothing does not tell what it would send.
  const told = all.filter(({ sources }) => sources.some((project) => sending.has(project)));
  const found = await Promise.all(
    [...groupBy(told, ({ search }) => search)].map(([field, same]) => unseenField(ask, field, same)),
  );
  return found.flat();
}

type Ask = (field: string | null, query: string) => ReturnType<SentryClient["sent"]>;

async function unseenField(ask: Ask, field: string, same: readonly WatchedName[]): Promise<NeverSeen[]> {
  const asked = inParts([...new Set(same.flatMap((one) => one.values))], valuesAtOnce);
  const answers = await Promise.all(asked.map((values) => ask(field, anyOf(field, values))));
  const rows = answers.flatMap(({ values }) => values);
  const unseen = same.filter((one) => !rows.some((row) => isOneOf(one, row)));
  // An answer that is full does not tell what did not fit.
  const full = new Set(asked.filter((_, n) => answers[n]?.all === false).flat());
  const isAbsent = absence(ask, field);
  const sure = await asyncFilter(unseen, async (one) => !one.values.some((value) => full.has(value)) || isAbsent(one));
  if (sure.length === 0) return [];
  const others = await ask(field, `has:${field}`);
  return sure.map((watched) => {
    const instead = others.values.filter(({ project }) => watched.sources.includes(project));
    return { watched, others: [...new Set(instead.map(({ value }) => value))].slice(0, mostOthers) };
  });
}

/** Asks which projects have sent values; once, for all definitions that watch the same values in different projects. */
function absence(ask: Ask, field: string): (one: WatchedValue) => Promise<boolean> {
  const known = new Map<string, ReturnType<Ask>>();
  return async ({ sources, values }) => {
    const query = anyOf(field, values);
    const answer = known.get(query) ?? ask(null, query);
    known.set(query, answer);
    return (await answer).values.every(({ project }) => !sources.includes(project));
  };
}

const anyOf = (field: string, values: readonly string[]): string => {
  const terms = values.map((value) => `${field}:${searchValue(value)}`);
  return terms.length === 1 ? (terms[0] ?? "") : `(${terms.join(" OR ")})`;
};

function isOneOf({ sources, values }: WatchedValue, { project, value }: { project: string; value: string }): boolean {
  // Sentry does not tell capitals apart.
  return sources.includes(project) && values.some((wanted) => covers(wanted, value, "is"));
}

async function asyncFilter<T>(items: readonly T[], keep: (item: T) => Promise<boolean>): Promise<T[]> {
  const kept = await Promise.all(items.map(keep));
  return items.filter((_, n) => kept[n]);
}
