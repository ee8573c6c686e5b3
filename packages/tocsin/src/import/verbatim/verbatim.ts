import { withArticle } from "../../model/article.ts";
import { type Raw, type RawKind, rawKinds } from "../../model/raw.ts";
import type { JsonObject, Resource } from "../../model/resource.ts";
import { sides } from "../../model/sides.ts";
import type { StackConfig } from "../../model/stack.ts";
import { type Difference, diff } from "../../vendors/diff.ts";
import { kinds } from "../../vendors/kinds.ts";
import type { LiveObject } from "../../vendors/live.ts";
import { type Members, newMember, withoutNew } from "../../vendors/members.ts";
import { rows, touches } from "../../vendors/quirks.ts";
import { compileRaw, rawAlertName, rawDigest, rawName } from "../../vendors/raw.ts";
import { endpointBody as sendable } from "../../vendors/stripe/bodies.ts";
import { webhookEndpointQuirks } from "../../vendors/stripe/quirks.ts";
import { Inexpressible } from "../draft.ts";
import { dashboardBody, monitorBody, objectiveBody, testBody } from "./datadog.ts";
import { carried, stated } from "./read.ts";
import { detectorBody, workflowBody } from "./sentry.ts";

/** A live resource as its vendor has it, or why it cannot be imported: phrases that end a sentence about it. */
export type Verbatim = { raw: Raw } | { reasons: string[] };

const bodies: Record<RawKind, (live: LiveObject) => JsonObject> = {
  monitor: monitorBody,
  "synthetics-test": testBody,
  dashboard: dashboardBody,
  slo: objectiveBody,
  detector: detectorBody,
  workflow: workflowBody,
  "webhook-endpoint": endpointBody,
};

/** Where our marks go; nowhere else may what is written differ from what is live. */
const marks: Record<RawKind, string> = {
  monitor: "tags",
  "synthetics-test": "tags",
  slo: "tags",
  dashboard: "description",
  detector: "description",
  workflow: "name",
  "webhook-endpoint": "metadata",
};

const isRaw = (kind: string): kind is RawKind => rawKinds.some((one) => one === kind);

/**
 * Writes a live object down as it is. What is written is compiled and held against what is live, so that nothing is lost on
 * the way without being told.
 * @param project for Sentry's monitors: name of the project in the stack file, null where it has none
 * @param alerts for Sentry's monitors: those that notify of this one and of no other, which become one with it
 */
export function readVerbatim(
  live: LiveObject,
  id: Raw["id"],
  project: string | null,
  stack: StackConfig,
  alerts: readonly LiveObject[] = [],
): Verbatim {
  const { kind } = live;
  if (!isRaw(kind)) return { reasons: [`${withArticle(kinds[kind].label)} cannot be imported verbatim`] };
  if (kind === "detector" && project === null) return { reasons: ["its project is none of the stack's"] };
  try {
    const own = {
      ...{ kind, ...(project === null ? {} : { project }), body: bodyOf(kind, live) },
      ...(alerts.length === 0 ? {} : { alerts: alerts.map(ofItsMonitor) }),
    };
    const raw: Raw = { id, stack: stack.name, asImported: rawDigest(own), ...own };
    const lost = compileRaw(raw, stack).flatMap((made, at) => lostOf(made, at === 0 ? live : alerts[at - 1]));
    return lost.length === 0 ? { raw } : { reasons: lost };
  } catch (error) {
    if (error instanceof Inexpressible) return { reasons: [error.message] };
    throw error;
  }
}

/** The vendor's id of each resource that a raw one becomes, by its name. `live`: itself, and the alerts that stand with it. */
export const rawIds = ({ id, kind }: Raw, [own, ...alerts]: readonly LiveObject[]): Map<string, string> =>
  new Map([
    ...(own === undefined ? [] : [[rawName(id, kind), own.vendorId] as const]),
    ...alerts.map(({ vendorId }, at) => [rawAlertName(id, at), vendorId] as const),
  ]);

const bodyOf = (kind: RawKind, live: LiveObject): JsonObject =>
  bodies[kind]({ ...live, body: withoutNew(live.body, carriedMembers(kind)) });

/** Which monitor an alert is of is said by standing with it. */
function ofItsMonitor(alert: LiveObject): JsonObject {
  const { detectorIds: _itsMonitor, ...body } = bodyOf("workflow", alert);
  return body;
}

/** What an update would not leave as it is: phrases. */
function lostOf({ kind, body, refs }: Resource, live: LiveObject | undefined): string[] {
  if (live === undefined || !isRaw(kind)) return [];
  return diff(body, live.body, kinds[kind].quirks)
    .filter(({ path, expected }) => !path.startsWith(marks[kind]) && !(expected === undefined && isNew(kind, path)))
    .filter(({ path }) => !refs.some((ref) => touches(ref.path, path)))
    .map((difference) => phrase(kind, difference));
}

/**
 * What a vendor has begun to answer was set by nobody: it is left out, where verify tells of it. The options of a monitor are sent
 * as they were read, so that an option of which nothing is known here stays with it.
 */
const carriedMembers = (kind: RawKind): Members => {
  const { members = {} } = kinds[kind];
  return kind === "monitor" ? { "": members[""] ?? [] } : members;
};

const isNew = (kind: RawKind, path: string): boolean => newMember(kinds[kind].members ?? {}, path) !== null;

function phrase(kind: RawKind, { path, expected, actual }: Difference): string {
  const secret = rows(kinds[kind].quirks, "may-be-secret").some((quirk) => touches(quirk.path, path));
  const shown = secret ? "(not shown)" : sides(expected, actual, 120).actual;
  return `its ${path} is ${shown}, which an update would not leave as it is`;
}

/** The signing secret stays where it is: nothing here knows it. @throws Inexpressible */
function endpointBody({ body }: LiveObject): JsonObject {
  const read = stated(body, webhookEndpointQuirks);
  carried(sendable, read);
  return read;
}
