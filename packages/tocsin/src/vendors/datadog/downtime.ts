import { z } from "zod";
import type { Json, JsonObject } from "../../model/resource.ts";
import { objectWith } from "../json.ts";
import { type Answer, inScope, knownTags, parseScope } from "./scope.ts";

/** A v2 downtime, as far as this code relies on it. Repeating ones tell their present run in `current_downtime`. */
const downtime = objectWith({
  id: z.string(),
  attributes: z.looseObject({
    message: z.string().nullish(),
    status: z.string().nullish(),
    scope: z.string().nullish(),
    monitor_identifier: z.union([
      z.object({ monitor_id: z.number() }),
      z.object({ monitor_tags: z.array(z.string()) }),
    ]),
    schedule: z
      .object({
        start: z.string().nullish(),
        end: z.string().nullish(),
        current_downtime: z.object({ start: z.string().nullish(), end: z.string().nullish() }).nullish(),
        recurrences: z.array(z.object({ rrule: z.string() })).nullish(),
      })
      .nullish(),
  }),
});

export type Downtime = z.infer<typeof downtime>;

export const downtimesAnswer = z.object({ data: z.array(downtime) });

/** When it ends by itself, ISO 8601; null: never. */
export function endOf({ attributes }: Downtime): string | null {
  return attributes.schedule?.end ?? attributes.schedule?.current_downtime?.end ?? null;
}

/** When it began, or began to repeat, ISO 8601; null where the vendor does not say. */
export function startOf({ attributes }: Downtime): string | null {
  return attributes.schedule?.start ?? attributes.schedule?.current_downtime?.start ?? null;
}

/** The rules of one that comes again and again: that it is over now does not mean that it is over. */
export function rulesOf({ attributes }: Downtime): string[] {
  return (attributes.schedule?.recurrences ?? []).map(({ rrule }) => rrule);
}

/** States in which a downtime silences nothing any more. Any other, also one that Datadog adds to its list, may silence. */
const over = ["canceled", "ended"];

/** Whether it silences now, or will again without anybody's doing. One that is yet to come once is somebody's plan. */
export function isInForce(downtime: Downtime): boolean {
  const { status } = downtime.attributes;
  return isStanding(downtime) && (status !== "scheduled" || rulesOf(downtime).length > 0);
}

/** Whether it silences, or will: Datadog keeps what was cancelled and what is over in its list for a while. */
export const isStanding = ({ attributes: { status } }: Downtime): boolean => status == null || !over.includes(status);

/** A monitor as downtimes see it. */
export interface Silenceable {
  id: number;
  tags: readonly string[];
  /** What it watches, with what its variables watch: `watchedText`. */
  query: string;
}

/** The text of a monitor's query, and that of each of its variables, written as the query would be. */
export function watchedText({ query, options }: JsonObject): string {
  const { variables = [] } = variablesIn.safeParse(options).data ?? {};
  const inner = variables.flatMap((one) => [
    one.query ?? "",
    one.search === undefined ? "" : `logs("${one.search.query.replaceAll('"', '\\"')}")`,
    ...(one.group_by ?? []).map(({ facet }) => `by("${facet}")`),
  ]);
  return [textOf(query), ...inner].filter((text) => text !== "").join("\n");
}

const variablesIn = z.object({
  variables: z
    .array(
      z.object({
        query: z.string().optional(),
        search: z.object({ query: z.string() }).optional(),
        group_by: z.array(z.object({ facet: z.string() })).optional(),
      }),
    )
    .optional(),
});

const textOf = (value: Json | undefined): string => (typeof value === "string" ? value : "");

/**
 * Whether a downtime silences a monitor: it names it by its id, or by tags all of which it carries (`*` is all monitors), and
 * all that the monitor watches lies in the downtime's scope. `perhaps` where only a part does, or where the scope asks for tags
 * of which neither the monitor nor its query says anything: that depends on data which no list shows.
 */
export function silences({ attributes }: Downtime, monitor: Silenceable): Answer {
  const target = attributes.monitor_identifier;
  if ("monitor_id" in target) {
    if (target.monitor_id !== monitor.id) return "no";
  } else {
    const wanted = target.monitor_tags;
    if (!wanted.includes("*") && !wanted.every((tag) => monitor.tags.includes(tag))) return "no";
  }
  const scope = parseScope(attributes.scope ?? "*");
  return scope === null ? "perhaps" : inScope(scope, knownTags(monitor.tags, monitor.query));
}

/** Whether a downtime silences right now: one that comes again and again may lie between two of its runs. */
export const isActive = (downtime: Downtime): boolean =>
  isStanding(downtime) && downtime.attributes.status !== "scheduled";

const made = /^tocsin mute: (?<reason>[\s\S]+) \(tocsin:(?<definition>\S+)\)$/;

/** The message of a downtime that `tocsin mute` makes: by it verify knows reason and definition. */
export const muteMessage = (definition: string, reason: string): string =>
  `tocsin mute: ${reason} (tocsin:${definition})`;

/** What a downtime made by `tocsin mute` says of itself; null for any other. */
export function muteOf({ attributes }: Downtime): { definition: string; reason: string } | null {
  const { definition, reason } = made.exec(attributes.message ?? "")?.groups ?? {};
  return definition === undefined || reason === undefined ? null : { definition, reason };
}
