import { z } from "zod";
import type { IssueSignal } from "../model/signals/facts.ts";
import type { StackConfig } from "../model/stack.ts";
import type { LiveObject } from "../vendors/live.ts";
import { eventTriggers, isOnIssueStream, seerActivities, seerTrigger } from "../vendors/sentry/issue-words.ts";
import { type Draft, Inexpressible, titleOf } from "./draft.ts";
import { type Condition, filterOf, nameOf } from "./sentry-filter.ts";

/** Sentry's alerts on the issues of projects, read back into definitions. */

const condition = z.object({ type: z.string(), comparison: z.json(), conditionResult: z.boolean() });
const shape = z.object({
  name: z.string(),
  detectorIds: z.array(z.string()),
  config: z.object({ frequency: z.number() }),
  triggers: z.object({ logicType: z.string(), conditions: z.array(condition) }).nullish(),
  actionFilters: z.array(z.object({ logicType: z.string(), conditions: z.array(condition) })).min(1),
});
type Group = z.output<typeof shape>["actionFilters"][0];
/**
 * What compares the alert with what its definition would make is `fitted`: here everything is read that could be said.
 * @throws Inexpressible
 */
export function readIssueAlert(live: LiveObject, stack: StackConfig): Draft {
  const parsed = shape.safeParse(live.body);
  if (!parsed.success) throw new Inexpressible("it has no group of filters with actions");
  const { name, detectorIds, config, triggers, actionFilters } = parsed.data;
  const projects = detectorIds.map((id) => projectOf(id, stack));
  const [service] = projects;
  if (service === undefined) throw new Inexpressible("it watches no monitor");
  const looked = { ...triggersOf(triggers?.conditions ?? []), ...filtersOf(actionFilters, stack) };
  const signal = { kind: "sentry-issues", projects, ...streamOf(detectorIds, looked, stack), ...looked } as const;
  return {
    title: titleOf(name.replace(/ tocsin:\S+$/, ""), stack.name, ""),
    service,
    severity: "ticket",
    signal,
    condition: { kind: "each-event", throttle: config.frequency * 60 },
    objects: [live],
  };
}

/** Whether an alert watches the errors of projects, and no monitor of anybody's. */
export const isOnIssues = ({ body }: LiveObject, { sentry }: StackConfig): boolean => {
  const monitors = new Set(Object.values(sentry.projects).flatMap(monitorsOf));
  const { detectorIds } = body;
  return Array.isArray(detectorIds) && detectorIds.length > 0 && detectorIds.every((id) => monitors.has(String(id)));
};

type Project = StackConfig["sentry"]["projects"][string];
const monitorsOf = ({ errorMonitor, issueStreamMonitor }: Project): string[] => [
  errorMonitor,
  ...(issueStreamMonitor === undefined ? [] : [issueStreamMonitor]),
];

function projectOf(id: string, { sentry }: StackConfig): string {
  const found = Object.entries(sentry.projects).find(([, project]) => monitorsOf(project).includes(id));
  if (found === undefined)
    throw new Inexpressible(
      `it watches the monitor ${id}, which is neither the error monitor nor the issue stream of a project in the stack file`,
    );
  return found[0];
}

/** Whether it says in a word that it is on the issue stream, or by what it waits for. @throws Inexpressible */
function streamOf(ids: readonly string[], looked: Parameters<typeof isOnIssueStream>[0], { sentry }: StackConfig) {
  const streams = new Set(Object.values(sentry.projects).map(({ issueStreamMonitor }) => issueStreamMonitor));
  const onStream = ids.filter((id) => streams.has(id));
  if (onStream.length > 0 && onStream.length < ids.length)
    throw new Inexpressible(
      "it watches the issue stream of one project and the error monitor of another, or both of one",
    );
  const waits = isOnIssueStream(looked);
  if (onStream.length > 0) return waits ? {} : { allIssues: true as const };
  if (!waits) return {};
  throw new Inexpressible(
    "it waits for issues that are no errors, and is on an error monitor, where none comes: connect it to the project's issue stream at Sentry, and import it again",
  );
}

function triggersOf(conditions: readonly Condition[]): Pick<IssueSignal, "triggers"> {
  if (conditions.length === 0) return {};
  const triggers = conditions.flatMap(({ type, comparison }) => {
    if (type !== seerTrigger) return [nameOf(eventTriggers, type, "trigger")];
    return z
      .array(z.string())
      .parse(comparison)
      .map((one) => nameOf(seerActivities, one, "activity of Seer"));
  });
  return { triggers };
}

/**
 * The groups of an alert, each with the same actions, as tags, a filter and alternatives. What stands in all of them must hold;
 * what differs is one tag's value, or an alternative.
 */
function filtersOf(groups: readonly Group[], stack: StackConfig): Pick<IssueSignal, "tags" | "filter" | "anyOf"> {
  const [first] = groups;
  if (groups.length === 1 && first !== undefined && first.conditions.length > 1 && first.logicType.startsWith("any"))
    return { tags: {}, anyOf: first.conditions.map((one) => filterOf([one], stack)) };
  const wrong = groups.find(
    ({ logicType, conditions }) => logicType === "none" || (logicType !== "all" && conditions.length > 1),
  );
  if (wrong !== undefined) throw new Inexpressible(`its groups of filters are joined by "${wrong.logicType}"`);
  const key = (one: Condition) => JSON.stringify(one);
  const common = (first?.conditions ?? []).filter((one) =>
    groups.every(({ conditions }) => conditions.some((other) => key(other) === key(one))),
  );
  const shared = new Set(common.map(key));
  const rests = groups.map(({ conditions }) => conditions.filter((one) => !shared.has(key(one))));
  const always = tagsAndRest(common);
  const filter = always.rest.length === 0 ? {} : { filter: filterOf(always.rest, stack) };
  if (groups.length === 1) return { tags: always.tags, ...filter };
  const values = alternativesOf(rests);
  if (values !== null && !(values.tag in always.tags))
    return { tags: { ...always.tags, [values.tag]: values.values }, ...filter };
  if (rests.some((rest) => rest.length === 0))
    throw new Inexpressible("one of its groups of filters holds whenever another does");
  return { tags: always.tags, ...filter, anyOf: rests.map((rest) => filterOf(rest, stack)) };
}

const tagged = z.object({ key: z.string(), match: z.enum(["eq", "ne"]), value: z.string() });
const plainTag = ({ type, comparison, conditionResult }: Condition) =>
  (type === "tagged_event" && conditionResult && tagged.safeParse(comparison).data) || null;

/** Tags that are, or are not, one value; and everything else. */
function tagsAndRest(conditions: readonly Condition[]): { tags: Record<string, string[]>; rest: Condition[] } {
  const tags: Record<string, string[]> = {};
  const rest = conditions.filter((one) => {
    const tag = plainTag(one);
    // A second value of one tag would be an alternative.
    if (tag === null || (tag.match === "eq" && tag.key in tags)) return true;
    const name = tag.match === "eq" ? tag.key : `!${tag.key}`;
    tags[name] = [...(tags[name] ?? []), tag.value];
    return false;
  });
  return { tags, rest };
}

/** One tag, of which each group wants another value; null for anything else. */
function alternativesOf(rests: readonly Condition[][]): { tag: string; values: string[] } | null {
  const tags = rests.map(([one, ...more]) => (one === undefined || more.length > 0 ? null : plainTag(one)));
  const [first] = tags;
  if (first === null || first === undefined) return null;
  const values = tags.flatMap((tag) => (tag?.match === "eq" && tag.key === first.key ? [tag.value] : []));
  return values.length === rests.length ? { tag: first.key, values } : null;
}
