import { type Kept, type KeptKind, keptKinds } from "../../model/kept.ts";
import type { JsonObject } from "../../model/resource.ts";
import { sides } from "../../model/sides.ts";
import type { StackConfig } from "../../model/stack.ts";
import { type Difference, diff } from "../../vendors/diff.ts";
import { compileKept } from "../../vendors/kept.ts";
import { kinds } from "../../vendors/kinds.ts";
import type { LiveObject } from "../../vendors/live.ts";
import { type Members, newMember, withoutNew } from "../../vendors/members.ts";
import { rows, touches } from "../../vendors/quirks.ts";
import { Misfit } from "../draft.ts";
import { dashboardBody, monitorBody, objectiveBody, testBody } from "./datadog.ts";
import { detectorBody, workflowBody } from "./sentry.ts";
import { endpointBody } from "./stripe.ts";

/** A live object in the words of its vendor, or why it cannot be kept: phrases that end a sentence about it. */
export type Keeping = { kept: Kept } | { misfits: string[] };

const bodies: Record<KeptKind, (live: LiveObject) => JsonObject> = {
  monitor: monitorBody,
  "synthetics-test": testBody,
  dashboard: dashboardBody,
  slo: objectiveBody,
  detector: detectorBody,
  workflow: workflowBody,
  "webhook-endpoint": endpointBody,
};

/** Where our marks go; nowhere else may what is kept differ from what is live. */
const marks: Record<KeptKind, string> = {
  monitor: "tags",
  "synthetics-test": "tags",
  slo: "tags",
  dashboard: "description",
  detector: "description",
  workflow: "name",
  "webhook-endpoint": "metadata",
};

const isKept = (kind: string): kind is KeptKind => keptKinds.some((one) => one === kind);

/**
 * Writes a live object down as it is. What is written is compiled and held against what is live, so that nothing is lost on
 * the way without being told.
 * @param project for Sentry's monitors: name of the project in the stack file, null where it has none
 */
export function keep(live: LiveObject, id: Kept["id"], project: string | null, stack: StackConfig): Keeping {
  const { kind } = live;
  if (!isKept(kind)) return { misfits: [`a ${kinds[kind].label} is not kept`] };
  if (kind === "detector" && project === null) return { misfits: ["its project is none of the stack's"] };
  try {
    const body = bodies[kind]({ ...live, body: withoutNew(live.body, carriedMembers(kind)) });
    const kept: Kept = { id, stack: stack.name, kind, ...(project === null ? {} : { project }), body };
    const compiled = compileKept(kept, stack);
    const lost = diff(compiled.body, live.body, kinds[kind].quirks).filter(
      ({ path, expected }) => !path.startsWith(marks[kind]) && !(expected === undefined && isNew(kind, path)),
    );
    return lost.length === 0 ? { kept } : { misfits: lost.map((difference) => phrase(kind, difference)) };
  } catch (error) {
    if (error instanceof Misfit) return { misfits: [error.message] };
    throw error;
  }
}

/**
 * What a vendor has begun to answer was set by nobody: it is left out, where verify tells of it. The options of a monitor are sent
 * as they were read, so that an option of which nothing is known here stays with it.
 */
const carriedMembers = (kind: KeptKind): Members => {
  const { members = {} } = kinds[kind];
  return kind === "monitor" ? { "": members[""] ?? [] } : members;
};

const isNew = (kind: KeptKind, path: string): boolean => newMember(kinds[kind].members ?? {}, path) !== null;

function phrase(kind: KeptKind, { path, expected, actual }: Difference): string {
  const secret = rows(kinds[kind].quirks, "may-be-secret").some((quirk) => touches(quirk.path, path));
  const shown = secret ? "(not shown)" : sides(expected, actual, 120).actual;
  return `its ${path} is ${shown}, which an update would not leave as it is`;
}
