import type { JsonObject, Resource } from "../model/resource.ts";
import { monitorPath, testPath } from "../vendors/datadog/fire.ts";
import { drillMarks, monitorBody, testBody } from "../vendors/datadog/fire-invert.ts";
import { drillMark } from "../vendors/fire-types.ts";
import { type LiveObject, textOf } from "../vendors/live.ts";
import { enabledAgain, endpointPath } from "../vendors/stripe/fire.ts";
import { cronsPath, deploymentsOf, monitorPath as vercelMonitorPath } from "../vendors/vercel/fire.ts";
import { drillMarksOf, monitorPart } from "../vendors/vercel/fire-monitors.ts";
import { resolve } from "../verify/refs.ts";
import type { Leftover } from "./journal.ts";
import { connected, type Mender } from "./mender.ts";
import { undo } from "./undo.ts";

export interface Mended {
  /** What was put back, for people. */
  done: string[];
  /** What could not be restored, each with its reason. */
  failed: string[];
}

/**
 * Puts back what a journal says was changed, newest first. An object that no longer carries that drill's mark has been put
 * right by somebody else and is left as it is.
 */
export async function mendFromJournal(left: Leftover, mender: Mender): Promise<Mended> {
  const mended: Mended = { done: [], failed: [] };
  for (const { restore } of [...left.changes].reverse()) {
    await attempt(mended, restore.what, async () => undo(restore, left.run, mender));
  }
  for (const token of left.issues) {
    await attempt(mended, `issues of ${token}`, async () => resolveIssues(token, mender));
  }
  return mended;
}

/**
 * Puts back what carries the mark of any drill, from the compiled bodies: for a journal that is lost. Crons that are off while
 * the code says on are switched on: without a journal nobody can say whose doing that was.
 */
export async function mendFromMarks(pairs: ReadonlyMap<Resource, LiveObject>, mender: Mender): Promise<Mended> {
  const mended: Mended = { done: [], failed: [] };
  const byName = new Map([...pairs.keys()].map((resource) => [resource.name, resource]));
  const liveOf = (name: string) => {
    const resource = byName.get(name);
    return resource === undefined ? undefined : pairs.get(resource);
  };
  for (const [resource, live] of pairs) {
    const { kind, vendorId } = live;
    const marked = (kind === "monitor" || kind === "synthetics-test") && drillMarks(live.body).length > 0;
    if (marked) {
      await attempt(mended, `${kind} ${vendorId} of ${resource.definition}`, async () => {
        const { body, unknown } = resolve(resource, liveOf);
        if (unknown.length > 0) throw new Error(`its ${unknown.join(", ")} are not known; run \`tocsin up\``);
        const path = kind === "monitor" ? monitorPath(vendorId) : testPath(vendorId);
        await connected(mender.datadog).put(path, kind === "monitor" ? monitorBody(body) : testBody(body));
        return true;
      });
    }
    if (kind === "alert-rule" && drillMarksOf(live.body).length > 0) {
      await attempt(mended, `${kind} ${vendorId} of ${resource.definition}`, async () => {
        await connected(mender.vercel).changeMonitor(vercelMonitorPath(vendorId), monitorPart(resource.body));
        return true;
      });
    }
    if (kind === "webhook-endpoint" && metadataOf(live.body)[drillMark] !== undefined) {
      await attempt(mended, `${kind} ${vendorId} of ${resource.definition}`, async () => {
        await connected(mender.stripe).change(endpointPath(vendorId), enabledAgain);
        return true;
      });
    }
    if (kind === "project-crons" && isOff(live.body) && resource.body.enabled === true) {
      const project = textOf(live.parent, "projectId");
      await attempt(mended, `crons of ${project}`, async () => {
        await connected(mender.vercel).patch(cronsPath(project), { enabled: true });
        return true;
      });
    }
  }
  const { supabase } = mender;
  if (supabase !== null) {
    await attempt(mended, "rows that a drill put into the database", async () => (await supabase.removeAll()) > 0);
  }
  const { emulated } = mender;
  if (emulated !== null) {
    await attempt(mended, "trouble of the emulated vendors", () => emulated.removeAll());
    // Made at emulated vendors only.
    const projects = [...pairs.keys()].map(({ parent }) => parent.projectId).filter((id) => typeof id === "string");
    for (const project of new Set(projects)) {
      const remove = async () => (await connected(mender.vercel).removeDeployments(deploymentsOf(project))) > 0;
      await attempt(mended, `deployments of ${project} that a drill made`, remove);
    }
  }
  if (mender.sentry !== null) {
    await attempt(mended, "issues that a drill made", async () => resolveIssues("*", mender));
  }
  return mended;
}

async function resolveIssues(token: string, { sentry }: Mender): Promise<boolean> {
  const { issues } = await connected(sentry).drillIssues(token);
  const open = issues.filter(({ status }) => status === "unresolved");
  for (const { id } of open) await connected(sentry).resolve(id);
  return open.length > 0;
}

/** `work` says whether there was something to do. */
async function attempt(mended: Mended, what: string, work: () => Promise<boolean>): Promise<void> {
  try {
    if (await work()) mended.done.push(what);
  } catch (error) {
    mended.failed.push(`${what}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function metadataOf({ metadata }: JsonObject): JsonObject {
  return typeof metadata === "object" && metadata !== null && !Array.isArray(metadata) ? metadata : {};
}

/** Live, a project's crons are `{enabled: false}` while they are off. */
const isOff = (body: JsonObject): boolean => body.enabled === false;
