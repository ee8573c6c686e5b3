import { z } from "zod";
import { objectWith } from "../json.ts";

/** A v2 downtime, as far as this code relies on it. Repeating ones tell their present run in `current_downtime`. */
const downtime = objectWith({
  id: z.string(),
  attributes: z.object({
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

/** The rules of one that comes again and again: that it is over now does not mean that it is over. */
export function rulesOf({ attributes }: Downtime): string[] {
  return (attributes.schedule?.recurrences ?? []).map(({ rrule }) => rrule);
}

/** Whether it silences now, or will again without anybody's doing. One that is yet to come once is somebody's plan. */
export function isInForce(downtime: Downtime): boolean {
  const { status } = downtime.attributes;
  return status == null || status === "active" || (status === "scheduled" && rulesOf(downtime).length > 0);
}

/** A monitor as downtimes see it. */
export interface Silenceable {
  id: number;
  tags: readonly string[];
  /** What its query asks for, as text: the tags in it are those of its groups. */
  query: string;
}

/**
 * Whether a downtime can silence a monitor: by its id, or because it carries all the tags that are named (`*` is all
 * monitors). A scope is about groups, whose tags a list does not show; only a scope that the monitor's own tags contradict
 * leaves it alone, so that nothing that may be silent is called loud.
 */
export function silences({ attributes }: Downtime, monitor: Silenceable): boolean {
  const target = attributes.monitor_identifier;
  if ("monitor_id" in target) {
    if (target.monitor_id !== monitor.id) return false;
  } else {
    const wanted = target.monitor_tags;
    if (!wanted.includes("*") && !wanted.every((tag) => monitor.tags.includes(tag))) return false;
  }
  return !contradicts(attributes.scope ?? "*", [...monitor.tags, ...tagsIn(monitor.query)]);
}

/** Whether a downtime silences right now: one that comes again and again may lie between two of its runs. */
export const isActive = ({ attributes: { status } }: Downtime): boolean => status == null || status === "active";

/**
 * Whether there is no doubt that a downtime silences all of a monitor: it names the monitor, and its scope is everything, or
 * tags that the monitor or its query states. `silences` is true also where nobody can tell.
 */
export function silencesForCertain(downtime: Downtime, monitor: Silenceable): boolean {
  const scope = downtime.attributes.scope ?? "*";
  const tags = [...monitor.tags, ...tagsIn(monitor.query)];
  return silences(downtime, monitor) && (scope === "*" || (isPlain(scope) && partsOf(scope).every(has(tags))));
}

const has = (tags: readonly string[]) => (tag: string) => tags.includes(tag);

/** Every `key:value` of a query, signs and quotes around it left out. */
const tagsIn = (query: string): string[] => query.match(/[\w.@/-]+:[\w./*-]+/g) ?? [];

/** A scope of plain tags, all of which must hold, one of which the monitor or its query has with another value only. */
function contradicts(scope: string, tags: readonly string[]): boolean {
  if (!isPlain(scope)) return false;
  return partsOf(scope).some((tag) => {
    const key = `${tag.split(":")[0]}:`;
    return !tags.includes(tag) && tags.some((own) => own.startsWith(key));
  });
}

/** Only tags that must all hold. */
const isPlain = (scope: string): boolean => !/[()*]|\b(?:OR|NOT)\b|(?:^|\s)-/.test(scope);
const partsOf = (scope: string): string[] => scope.split(/\s*,\s*|\s+AND\s+|\s+/);

const made = /^tocsin mute: (?<reason>[\s\S]+) \(tocsin:(?<definition>\S+)\)$/;

/** The message of a downtime that `tocsin mute` makes: by it verify knows reason and definition. */
export const muteMessage = (definition: string, reason: string): string =>
  `tocsin mute: ${reason} (tocsin:${definition})`;

/** What a downtime made by `tocsin mute` says of itself; null for any other. */
export function muteOf({ attributes }: Downtime): { definition: string; reason: string } | null {
  const { definition, reason } = made.exec(attributes.message ?? "")?.groups ?? {};
  return definition === undefined || reason === undefined ? null : { definition, reason };
}
