import type { Resource } from "../model/resource.ts";
import { about, type Check, graceSeconds, named, type StackFacts, type Verdict } from "./check.ts";
import type { Finding, Pending } from "./finding.ts";
import { groupBy, type LiveObject } from "./live.ts";

/** What carries signals. When it is silent, none of the alerts that watch it can fire, or all of them will for no reason. */
export interface Carrier {
  vendor: string;
  kind: string;
  vendorId: string | null;
  /** For people: `the log source source:vercel service:shop`. */
  what: string;
  /** What it is asked for, as the finding's path: a search, a metric, `events`. */
  path: string;
  /** It should have sent something within so many seconds. */
  withinSeconds: number;
  /** Objects of the alerts that watch it. */
  resources: readonly Resource[];
  /** What comes in its place. */
  instead?: readonly string[];
  /** The message, where "nothing has come" would not say it. */
  told?: string;
}

/** Why these definitions cannot fire, or why they would for no reason. */
export const silenceText = ({ told, what, withinSeconds }: Carrier, definitions: readonly string[]): string =>
  told ??
  `Nothing has come from ${what} in the last ${spanText(withinSeconds)}: ${named(definitions)} cannot see what happens there.`;

/**
 * Silent carriers: a finding for those whose alerts have been there longer than the grace, told as pending for new ones.
 * Alerts that are not live are passed over: that is a finding of its own.
 */
export function judgeSilence(silent: readonly Carrier[], known: StackFacts): Verdict {
  const findings: Finding[] = [];
  const pending: Pending[] = [];
  for (const carrier of silent) {
    const { vendor, kind, vendorId, path, withinSeconds, resources, instead = [] } = carrier;
    const now = known.timeOf(vendor).getTime();
    const ages = resources.flatMap((resource) => {
      const object = known.pairs.get(resource);
      if (object === undefined || resource.definition === null) return [];
      const since = createdAt(object)?.getTime() ?? 0;
      return [{ definition: resource.definition, since, isNew: now - since < graceSeconds * 1000 }];
    });
    if (ages.length === 0) continue;
    const definitions = ages.map(({ definition }) => definition);
    const span = spanText(withinSeconds);
    const message = silenceText(carrier, definitions);
    const subject = about(vendor, kind, vendorId, definitions);
    if (ages.every(({ isNew }) => isNew)) {
      const until = new Date(Math.min(...ages.map(({ since }) => since)) + graceSeconds * 1000).toISOString();
      pending.push({ vendor, kind, vendorId, definitions: [...new Set(definitions)].sort(), until, message });
      continue;
    }
    const expected = `something in the last ${span}`;
    findings.push({
      ...subject,
      class: "stale-signal",
      path,
      expected,
      actual: instead.length === 0 ? null : [...instead],
      message,
    });
  }
  return { findings, pending };
}

/** When a vendor says that an object was made; null where its list does not tell. */
function createdAt({ body }: LiveObject): Date | null {
  for (const member of ["created", "created_at", "dateCreated", "createdAt"]) {
    const value = body[member];
    // Datadog's objectives tell seconds.
    const date =
      typeof value === "string"
        ? new Date(value)
        : typeof value === "number"
          ? new Date(value * (value < 1e11 ? 1000 : 1))
          : null;
    if (date !== null && !Number.isNaN(date.getTime())) return date;
  }
  return null;
}

function spanText(seconds: number): string {
  if (seconds > 48 * 3600 && seconds % 86_400 === 0) return `${seconds / 86_400} days`;
  return seconds % 3600 === 0 ? `${seconds / 3600} h` : `${Math.round(seconds / 60)} min`;
}

/** One carrier a path and id, with everybody who watches it; the shortest time counts. */
export function merged<C extends Carrier>(carriers: readonly C[]): C[] {
  return [...groupBy(carriers, ({ vendorId, path }) => `${vendorId} ${path}`).values()].flatMap((same) => {
    const [first] = same;
    if (first === undefined) return [];
    const resources = [...new Set(same.flatMap((one) => one.resources))];
    return [{ ...first, resources, withinSeconds: Math.min(...same.map((one) => one.withinSeconds)) }];
  });
}

/** A question of which of these have sent nothing. `covers` as in `Check`. */
export function silenceCheck(
  carriers: readonly Carrier[],
  covers: string,
  silentOnes: () => Promise<Carrier[]>,
): Check {
  const [first] = carriers;
  return {
    vendor: first?.vendor ?? "",
    kind: first?.kind ?? null,
    covers,
    look: async () => {
      const silent = await silentOnes();
      return (known) => judgeSilence(silent, known);
    },
  };
}
