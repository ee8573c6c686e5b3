import { z } from "zod";
import { objectWith } from "../json.ts";

/** A v2 downtime, as far as this code relies on it. Repeating ones tell their present run in `current_downtime`. */
const downtime = objectWith({
  id: z.string(),
  attributes: z.object({
    message: z.string().nullish(),
    scope: z.string().nullish(),
    monitor_identifier: z.union([
      z.object({ monitor_id: z.number() }),
      z.object({ monitor_tags: z.array(z.string()) }),
    ]),
    schedule: z
      .object({
        start: z.string().nullish(),
        end: z.string().nullish(),
        current_downtime: z.object({ end: z.string().nullish() }).nullish(),
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

/** A monitor as downtimes see it. */
export interface Silenceable {
  id: number;
  tags: readonly string[];
}

/**
 * Whether a downtime can silence a monitor: by its id, or because it carries all the tags that are named (`*` is all
 * monitors). A scope is about groups, whose tags a list does not show; only a scope that the monitor's own tags contradict
 * leaves it alone, so that nothing that may be silent is called loud.
 */
export function silences({ attributes }: Downtime, monitor: Silenceable): boolean {
  const target = attributes.monitor_identifier;
  if ("monitor_id" in target) return target.monitor_id === monitor.id;
  const wanted = target.monitor_tags;
  if (!wanted.includes("*") && !wanted.every((tag) => monitor.tags.includes(tag))) return false;
  return !contradicts(attributes.scope ?? "*", monitor.tags);
}

/** A scope of plain tags, all of which must hold, one of which the monitor has with another value only. */
function contradicts(scope: string, tags: readonly string[]): boolean {
  if (/[()*]|\b(?:OR|NOT)\b|(?:^|\s)-/.test(scope)) return false;
  return scope.split(/\s*,\s*|\s+AND\s+|\s+/).some((tag) => {
    const key = `${tag.split(":")[0]}:`;
    return !tags.includes(tag) && tags.some((own) => own.startsWith(key));
  });
}

const made = /^tocsin mute: (?<reason>[\s\S]+) \(tocsin:(?<definition>\S+)\)$/;

/** The message of a downtime that `tocsin mute` makes: by it verify knows reason and definition. */
export const muteMessage = (definition: string, reason: string): string =>
  `tocsin mute: ${reason} (tocsin:${definition})`;

/** What a downtime made by `tocsin mute` says of itself; null for any other. */
export function muteOf({ attributes }: Downtime): { definition: string; reason: string } | null {
  const { definition, reason } = made.exec(attributes.message ?? "")?.groups ?? {};
  return definition === undefined || reason === undefined ? null : { definition, reason };
}
