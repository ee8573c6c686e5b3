import { type Json, type JsonObject, type Resource, textAt } from "../../../model/resource.ts";
import { type Check, pairsOf } from "../../check.ts";
import type { Finding } from "../../finding.ts";
import { jsonObject } from "../../json.ts";
import type { LiveObject } from "../../live.ts";
import type { DatadogClient } from "../client.ts";
import { withoutEndedSilences } from "../live.ts";
import { listedMonitors, monitorSubject } from "./acting.ts";

/**
 * The monitor that each synthetic test brings: it is what notifies, and it can be silenced or edited apart from its test. It
 * stands in the list of monitors, which is read anyway.
 */
export function testMonitorsCheck(client: DatadogClient): Check {
  return {
    vendor: "datadog",
    kind: "synthetics-test",
    covers: "Whether the monitors of synthetic tests were changed was",
    look: async () => {
      const monitors = await listedMonitors(client);
      const now = client.http.vendorTime ?? new Date();
      return ({ pairs }) => ({ findings: monitors === null ? [] : judgeTestMonitors(monitors, pairs, now) });
    },
  };
}

/** What is wrong with the monitors of tests, all monitors being known by their id. Pure. */
export function judgeTestMonitors(
  monitors: ReadonlyMap<number, JsonObject>,
  pairs: ReadonlyMap<Resource, LiveObject>,
  now: Date,
): Finding[] {
  return pairsOf({ pairs }, ["synthetics-test"]).flatMap(({ resource, object, definition }): Finding[] => {
    const { monitor_id: id } = object.body;
    if (typeof id !== "number") return [];
    const shape = { vendor: "datadog", kind: resource.kind, vendorId: object.vendorId, definition } as const;
    const subject = `monitor ${id} of the ${monitorSubject(resource)}`;
    const listed = monitors.get(id);
    if (listed === undefined) {
      const message = `The ${subject} is gone: the test notifies nobody.`;
      return [{ ...shape, class: "missing", path: "monitor_id", expected: id, actual: null, message }];
    }
    const monitor = withoutEndedSilences(listed, now);
    const silences = Object.entries(objectAt(monitor, "options", "silenced")).map(([scope, until]): Finding => {
      const path = `monitor.options.silenced.${scope}`;
      const message = `The ${subject} is muted: ${path}.`;
      return { ...shape, class: "muted", path, expected: null, actual: until ?? "without an end", message };
    });
    const draft =
      monitor.draft_status === "draft" ? [{ path: "draft_status", expected: "published", actual: "draft" }] : [];
    const muted = draft.map(({ path, ...values }): Finding => {
      const message = `The ${subject} is muted: monitor.${path}.`;
      return { ...shape, class: "muted", path: `monitor.${path}`, ...values, message };
    });
    const changed = differences(object.body, monitor).map(({ path, expected, actual }): Finding => {
      const message = `The ${subject} differs from its test in ${path}.`;
      return { ...shape, class: "changed", path: `monitor.${path}`, expected, actual, message };
    });
    return [...silences, ...muted, ...changed];
  });
}

interface Difference {
  path: string;
  expected: Json;
  actual: Json;
}

/** What a test hands on to its monitor; what else the monitor has is Datadog's own. */
function differences(test: JsonObject, monitor: JsonObject): Difference[] {
  const found: Difference[] = [];
  const compare = (path: string, expected: Json | undefined, actual: Json | undefined) => {
    if (JSON.stringify(expected ?? null) !== JSON.stringify(actual ?? null))
      found.push({ path, expected: expected ?? null, actual: actual ?? null });
  };
  compare("message", textAt(test, "message").trimEnd(), textAt(monitor, "message").trimEnd());
  const name = objectAt(test, "options").monitor_name;
  if (typeof name === "string" && name !== "") compare("name", name, monitor.name);
  const options = objectAt(monitor, "options");
  for (const [key, value] of Object.entries(objectAt(test, "options", "monitor_options"))) {
    // A list may leave out what is not set.
    if (options[key] !== undefined) compare(`options.${key}`, value, options[key]);
  }
  const [wanted, has] = [listAt(test, "tags"), listAt(monitor, "tags")];
  if (!wanted.every((tag) => has.includes(tag))) found.push({ path: "tags", expected: wanted, actual: has });
  return found;
}

function objectAt(body: JsonObject, ...path: string[]): JsonObject {
  let at: JsonObject = body;
  for (const key of path) at = jsonObject.safeParse(at[key]).data ?? {};
  return at;
}

function listAt(body: JsonObject, member: string): Json[] {
  const value = body[member];
  return Array.isArray(value) ? value : [];
}
