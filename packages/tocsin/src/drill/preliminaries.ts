import { VendorError } from "../vendors/http/errors.ts";
import { vendors } from "../vendors/index.ts";
import type { DrillClients } from "../vendors/registry.ts";
import { resolve } from "../verify/refs.ts";
import type { Level } from "./levels.ts";
import type { LiveStack } from "./live-stack.ts";
import type { Plan } from "./plan.ts";
import type { RouteCheck } from "./routes.ts";

/** How far a definition stands before anything is sent. `done`: it goes no further. */
export interface StartingLevel {
  level: Level;
  reason: string;
  complete: boolean;
  done: boolean;
}

interface Ports {
  liveStack: LiveStack;
  routes: RouteCheck;
  clients: Partial<DrillClients>;
  /** What emulated vendors store and do not evaluate, by vendor and id, with the reason. */
  stored: ReadonlyMap<string, string>;
}

/** The levels that need no signal: `exists`, `accepted`, `routed`. What a vendor does not answer is told, never thrown. */
export async function standing(plan: Plan, ports: Ports): Promise<StartingLevel> {
  let level: Level = "none";
  const stop = (reason: string, complete = true): StartingLevel => ({ level, reason, complete, done: true });
  try {
    const unread = unreadReason(plan, ports.liveStack);
    if (unread !== null) return stop(unread, false);
    const differs = differenceOf(plan, ports.liveStack);
    if (differs !== null) return stop(differs);
    level = "exists";
    const refused = await refusal(plan, ports);
    if (refused !== null) return stop(refused);
    level = "accepted";
    if (plan.ceiling.level === "accepted") return stop(plan.ceiling.reason);
    const unreachable = await ports.routes.problem(plan);
    if (unreachable !== null) return stop(unreachable);
    level = "routed";
    if (plan.method.injection === null) return stop(plan.ceiling.reason);
    const stored = storedReason(plan, ports);
    if (stored !== null) return stop(stored);
    return { level, reason: "", complete: true, done: false };
  } catch (error) {
    if (error instanceof VendorError) return stop(error.message, false);
    throw error;
  }
}

function unreadReason({ definition }: Plan, { unread }: LiveStack): string | null {
  const hit = [...unread].find(([resource]) => resource.definition === definition.id);
  return hit === undefined ? null : `it could not be looked at: ${hit[1]}`;
}

/** Why nothing is fired at an emulated vendor that only stores what would fire; the real one evaluates it. */
function storedReason({ definition }: Plan, { liveStack, stored }: Ports): string | null {
  for (const [resource, { vendorId, body }] of liveStack.pairs) {
    if (resource.definition !== definition.id) continue;
    // A test fires by a monitor of its own.
    const ids = [vendorId, body.monitor_id].map((id) => `${resource.vendor} ${String(id)}`);
    const reason = ids.map((id) => stored.get(id)).find((one) => one !== undefined);
    if (reason !== undefined) return `stored, not evaluated: ${reason}, so nothing was fired`;
  }
  return null;
}

/** The first thing in which the live objects are not what the code says. */
function differenceOf({ definition }: Plan, { findings, pairs }: LiveStack): string | null {
  const own = findings.filter((finding) => finding.definition === definition.id);
  const [first] = own;
  if (first !== undefined) return own.length === 1 ? first.message : `${first.message} And ${own.length - 1} more.`;
  const some = [...pairs.keys()].some((resource) => resource.definition === definition.id);
  return some ? null : "the stack has no resource of it";
}

/** What its vendors say of it without storing it. */
async function refusal({ definition }: Plan, { liveStack, clients }: Ports): Promise<string | null> {
  const liveOf = (name: string) => [...liveStack.pairs].find(([one]) => one.name === name)?.[1];
  for (const [resource, live] of liveStack.pairs) {
    if (resource.definition !== definition.id) continue;
    const vendor = vendors.find(({ name }) => name === resource.vendor);
    // A composite alert, and one on an objective, name others by ids that only those have.
    const whole = { ...resource, body: resolve(resource, liveOf).body };
    const reason =
      (await vendor?.drill?.refusal?.(Reflect.get(clients, resource.vendor) as never, whole, live)) ?? null;
    if (reason !== null) return reason;
  }
  return null;
}
