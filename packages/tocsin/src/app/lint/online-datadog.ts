import type { LiveMonitor } from "../../lint/live.ts";
import type { JsonObject, Resource } from "../../model/resource.ts";
import { textAt } from "../../model/resource.ts";
import type { DatadogClient } from "../../vendors/datadog/client.ts";
import { type Downtime, silences, watchedText } from "../../vendors/datadog/downtime.ts";
import { handlesIn, isAddress, registeredHandles } from "../../vendors/datadog/handles.ts";
import { identify, tagsOf } from "../../vendors/datadog/kinds.ts";
import { liveMonitor } from "../../vendors/datadog/live.ts";
import { compare } from "../../verify/compare.ts";
import type { OwnStack } from "./stacks.ts";

type Listed = Awaited<ReturnType<DatadogClient["monitors"]>>;

const dayMs = 86_400_000;
/** Whether a message names a handle other than an address or a channel of ours: only then a list of them is needed. */
export function needsHandles({ resources }: Pick<OwnStack, "resources">): boolean {
  const registered = registeredHandles(resources);
  return resources.some(
    ({ vendor, body }) =>
      vendor === "datadog" &&
      handlesIn(textAt(body, "message")).some((handle) => !isAddress(handle) && !registered.has(handle)),
  );
}

/** Monitors that are new or not as they are live, or as they were in the base. */
export function changedMonitors(
  { config, resources }: Pick<OwnStack, "config" | "resources">,
  listed: Listed,
  base: ReadonlyMap<string, JsonObject> | null,
): Resource[] {
  const monitors = resources.filter(({ kind }) => kind === "monitor");
  if (base !== null) {
    return monitors.filter(({ name, body }) => {
      const before = base.get(name);
      return before === undefined || judgedPart(before) !== judgedPart(body);
    });
  }
  const differing = compare(monitors, listed.flatMap(liveMonitor), config.name).filter(
    ({ class: named }) => named === "missing" || named === "changed",
  );
  const changed = new Set(differing.map(({ definition }) => definition));
  return monitors.filter(({ definition }) => changed.has(definition));
}

const judgedPart = ({ type, query, message, options }: JsonObject): string =>
  JSON.stringify([type, query, message, options]);

/** What the vendor's Monitor Quality page would say of the monitors in the stack's scope. */
export function rottenMonitors(
  { config }: OwnStack,
  listed: Listed,
  downtimes: readonly Downtime[],
  now: Date,
): LiveMonitor[] {
  const scope = config.scope.datadog?.tags ?? [`env:${config.name}`];
  const ids = new Set(listed.map(({ id }) => String(id)));
  return listed.flatMap((body) => {
    const tags = tagsOf(body);
    // The monitor that a synthetic test brings is muted and alerts like any other, and carries the test's tags.
    const identity = identify(body);
    const ours = identity?.environment === config.name ? identity.definition : null;
    // A monitor of another stack has its own run of lint.
    if (ours === null && (identity !== null || !scope.some((tag) => tags.includes(tag)))) return [];
    const query = watchedText(body);
    const muting = downtimes.filter((downtime) => silences(downtime, { id: body.id, tags, query }) === "yes");
    const since = muting.flatMap(({ attributes }) => Date.parse(attributes.schedule?.start ?? "") || []);
    const alerting = body.overall_state === "Alert" ? Date.parse(String(body.overall_state_modified)) : Number.NaN;
    const days = (at: number) => (now.getTime() - at) / dayMs;
    const parts = body.type === "composite" ? (body.query.match(/\d+/g) ?? []) : [];
    return [
      {
        id: String(body.id),
        name: body.name,
        definition: ours,
        mutedDays: since.length === 0 ? null : days(Math.min(...since)),
        alertingDays: Number.isNaN(alerting) ? null : days(alerting),
        missingParts: parts.filter((part) => !ids.has(part)),
      },
    ];
  });
}
