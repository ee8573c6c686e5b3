import { z } from "zod";

/** A compiled body, loosely enough to spoil it. */
const object = z.record(z.string(), z.unknown());
type Loose = z.output<typeof object>;

/** A way to spoil a body; null when this body has no such place. */
type Spoil = (body: Loose) => Loose | null;

const without =
  (name: string): Spoil =>
  (body) =>
    Object.fromEntries(Object.entries(body).filter(([key]) => key !== name));
const set =
  (change: Loose): Spoil =>
  (body) => ({ ...body, ...change });

/** Spoils what lies at a path of field names and list places. */
function inside(path: readonly (string | number)[], spoil: Spoil): Spoil {
  const [step, ...rest] = path;
  if (step === undefined) return spoil;
  return (body) => {
    if (typeof step === "number") throw new Error("a path begins with a field");
    const [next, ...deeper] = rest;
    if (typeof next !== "number") {
      const inner = object.safeParse(body[step]);
      const spoilt = inner.success ? inside(rest, spoil)(inner.data) : null;
      return spoilt === null ? null : { ...body, [step]: spoilt };
    }
    const items = z.array(z.unknown()).parse(body[step]);
    const inner = object.safeParse(items[next]);
    const spoilt = inner.success ? inside(deeper, spoil)(inner.data) : null;
    return spoilt === null ? null : { ...body, [step]: items.map((item, index) => (index === next ? spoilt : item)) };
  };
}

const source = (spoil: Spoil) => inside(["dataSources", 0], spoil);
const condition = (spoil: Spoil) => inside(["conditionGroup", "conditions", 0], spoil);
const onlyConditions = (keep: (result: unknown) => boolean) =>
  inside(["conditionGroup"], (group) => ({
    ...group,
    conditions: z
      .array(object)
      .parse(group.conditions)
      .filter(({ conditionResult }) => keep(conditionResult)),
  }));
const trigger = (spoil: Spoil) => inside(["triggers", "conditions", 0], spoil);
const filter = (spoil: Spoil) => inside(["actionFilters", 0], spoil);
const tag = (spoil: Spoil) => inside(["actionFilters", 0, "conditions", 0], spoil);
const mail = (spoil: Spoil) => inside(["actionFilters", 0, "actions", 0], spoil);
const slack = (spoil: Spoil) => inside(["actionFilters", 0, "actions", 1], spoil);

/** What Sentry refuses of a metric monitor. */
export const spoiltDetectors: Record<string, Spoil> = {
  "no name": without("name"),
  "an empty name": set({ name: "" }),
  "a name of 201 characters": set({ name: "n".repeat(201) }),
  "an unknown kind": set({ type: "metric_alert" }),
  "enabled as text": set({ enabled: "yes" }),
  "an owner without its kind": set({ owner: "7" }),
  "no data source": set({ dataSources: [] }),
  "two data sources": (body) => ({ ...body, dataSources: [body.dataSources, body.dataSources].flat() }),
  "an unknown dataset": source(set({ dataset: "errors" })),
  "a retired dataset": source(set({ dataset: "transactions" })),
  "the query type of another dataset": source((body) => ({ ...body, queryType: body.queryType === 0 ? 1 : 0 })),
  "the events of another dataset": source((body) => ({
    ...body,
    eventTypes: body.queryType === 0 ? ["trace_item_span"] : ["error"],
  })),
  "no kind of event": source(set({ eventTypes: [] })),
  "a window in minutes": source(set({ timeWindow: 5 })),
  "no window": source(without("timeWindow")),
  "a function that there is not": source(set({ aggregate: "median(span.duration)" })),
  "no condition group": without("conditionGroup"),
  "an unknown logic": inside(["conditionGroup"], set({ logicType: "some" })),
  "an unknown comparison": condition(set({ type: "above" })),
  "a threshold as text": condition(set({ comparison: "50" })),
  "an unknown result": condition(set({ conditionResult: 100 })),
  "nothing that resolves": onlyConditions((result) => result !== 0),
  "nothing that raises": onlyConditions((result) => result === 0),
  "an unknown detection": set({ config: { detectionType: "threshold" } }),
  "a percentage of nothing": set({ config: { detectionType: "percent" } }),
};

/** What Sentry refuses of an alert. Those with a `tagged_event` fit only bodies that have one. */
export const spoiltWorkflows: Record<string, Spoil> = {
  "no name": without("name"),
  "a name of 257 characters": set({ name: "n".repeat(257) }),
  "enabled as text": set({ enabled: "yes" }),
  "a frequency that cannot be chosen": set({ config: { frequency: 7 } }),
  "a frequency as text": set({ config: { frequency: "30" } }),
  "an environment that is a number": set({ environment: 1 }),
  "monitors that are no list": set({ detectorIds: "50" }),
  "an unknown logic of triggers": inside(["triggers"], set({ logicType: "some" })),
  "an unknown trigger": trigger(set({ type: "every_event" })),
  "a trigger that compares with false": trigger(set({ comparison: false })),
  "a trigger's result as text": trigger(set({ conditionResult: "true" })),
  "filters that are no list": set({ actionFilters: {} }),
  "an unknown logic of filters": filter(set({ logicType: "some" })),
  "an unknown filter": tag(set({ type: "tag" })),
  "a filter without what it compares": tag(without("comparison")),
  "a tag without a name": tag(inside(["comparison"], without("key"))),
  "a tag without a value": tag(inside(["comparison"], without("value"))),
  "an unknown way to match": tag(inside(["comparison"], set({ match: "equals" }))),
  "an unknown kind of action": mail(set({ type: "pigeon" })),
  "an action without its target": mail(without("config")),
  "an unknown kind of target": mail(inside(["config"], set({ targetType: "channel" }))),
  "an unknown state of an action": mail(set({ status: "on" })),
  "Slack without an integration": slack(without("integrationId")),
  "Slack without a channel": slack(inside(["config"], without("targetDisplay"))),
  "Slack to a member": slack(inside(["config"], set({ targetType: "user" }))),
};

/** The body spoilt, or null when it has no place for that. */
export function spoilt(spoil: Spoil, body: unknown): Loose | null {
  return spoil(object.parse(body));
}
