import { setMaxListeners } from "node:events";
import type { Route } from "../model/definition.ts";
import type { Resource } from "../model/resource.ts";
import type { SqlProbe } from "../model/sql-probe.ts";
import type { StackConfig } from "../model/stack.ts";
import { messageOf } from "../shared/failure.mjs";
import { clientsFor } from "../vendors/clients.ts";
import type { Connections } from "../vendors/connections.ts";
import { drillClients, drillParts, firingFor, ownMonitorOf } from "../vendors/drills.ts";
import type { DrillRun } from "../vendors/firing.ts";
import { VendorError } from "../vendors/http/errors.ts";
import type { Inbox } from "../vendors/inbox.ts";
import type { DrillClients } from "../vendors/registry.ts";
import { undo } from "./cleanup.ts";
import { isAbout as isAboutDefinition, Postbox } from "./inbox.ts";
import { drillOne, type JobPorts } from "./job.ts";
import type { Journal } from "./journal.ts";
import { type Level, level } from "./levels.ts";
import { type LiveStack, mutesOf, placesOfPlan, readLiveStack } from "./live-stack.ts";
import { Pace, type Turnable } from "./pace.ts";
import { type Plan, planned } from "./plan.ts";
import { standing } from "./preliminaries.ts";
import type { DrillReport, Receipt } from "./receipt.ts";
import { RouteCheck } from "./routes.ts";
import { conflicts, inOrder, ready } from "./schedule.ts";
import { unprovenOf } from "./unproven.ts";

export interface DrillInput {
  stack: StackConfig;
  /** The statements whose drills may have left rows. */
  sqlProbes: readonly SqlProbe[];
  routes: readonly Route[];
  /** Every resource of the stack: refs among them are resolved. */
  resources: readonly Resource[];
  plans: readonly Plan[];
  connections: Connections;
  inboxes: readonly Inbox[];
  /** Names the run; lower-case letters and digits. */
  run: string;
  journal: Journal;
  /** Milliseconds between two looks. */
  pollMs: number;
  /** Turns the vendors' clock where that can be done. */
  clock: Turnable | null;
  abort: AbortSignal;
  /** `doing` is empty when a level has been reached. */
  progress: (definition: string, level: Level, doing: string) => void;
  /** A definition goes no further. */
  finished: (definition: string, level: Level) => void;
}

const levels = level.options;

/** Messages from so long before the drill are read too: clocks differ, and what is old is told by what was there before. */
const marginMs = 3_600_000;

/**
 * Drills every definition of the plan and tells how far each got. Those that share a signal go one after the other, all others
 * at once. Vendors' failures become receipts; what was changed at a vendor is put back before this returns or throws.
 */
export async function drill(input: DrillInput): Promise<DrillReport> {
  const startedAt = new Date();
  // Every drill that waits listens for the end.
  setMaxListeners(0, input.abort);
  const { stack, connections, plans, abort, progress, finished } = input;
  const pace = new Pace(input.pollMs, input.clock);
  const clients = drillClients(connections, input, input.pollMs);
  const { run, journal } = input;
  const session: DrillRun = { ...clients, stack, run, journal, undo: (restore) => undo(restore, run, clients) };
  const liveStack = await readLiveStack(input.resources, connections, stack.name);
  const postbox = new Postbox(input.inboxes, new Date((await vendorNow(clients)).getTime() - marginMs), input.pollMs);
  const unproven = await unprovenOf(plans, stack, connections);
  const routes = new RouteCheck({ routes: input.routes, stack, liveStack, postbox, clients });
  const stored = (await clients.emulated?.notEvaluated()) ?? new Map<string, string>();
  const problems: string[] = [];
  const ports: JobPorts = { postbox, pace, abort, progress, problem: (text) => void problems.push(text) };

  const receipts = new Map<string, Receipt>();
  const fit: Plan[] = [];
  await Promise.all(
    plans.map(async (plan) => {
      const found = await standing(plan, { liveStack, routes, clients, stored });
      if (found.done) {
        receipts.set(plan.definition.id, receiptOf(plan, liveStack, found));
        finished(plan.definition.id, found.level);
      } else {
        progress(plan.definition.id, found.level, "waiting");
        fit.push(plan);
      }
    }),
  );

  const open = planned(fit);
  const shared = conflicts(open);
  let waiting = inOrder(open, shared);
  const running = new Map<string, Promise<void>>();
  while (waiting.length + running.size > 0) {
    const begin = abort.aborted ? [] : ready(waiting, new Set(running.keys()), shared);
    for (const { definition } of begin) {
      const plan = fit.find((one) => one.definition === definition);
      if (plan === undefined) continue;
      const facts = { liveStack, routes: input.routes, unproven: unproven.get(definition.id) ?? [], connections };
      const done = one(plan, session, facts, ports).then((receipt) => {
        receipts.set(definition.id, receipt);
        running.delete(definition.id);
        finished(definition.id, receipt.level);
      });
      running.set(definition.id, done);
    }
    waiting = waiting.filter((plan) => !begin.includes(plan));
    if (running.size === 0) break;
    await Promise.race(running.values());
  }
  for (const { definition } of waiting) {
    const plan = fit.find((one) => one.definition === definition);
    const found = { level: "routed", reason: "the drill was interrupted before it began", complete: false } as const;
    if (plan !== undefined) receipts.set(definition.id, receiptOf(plan, liveStack, found));
  }
  return {
    stack: stack.name,
    run: input.run,
    startedAt: startedAt.toISOString(),
    endedAt: new Date().toISOString(),
    complete: problems.length === 0 && !abort.aborted && [...receipts.values()].every((r) => r.evidence.complete),
    problems,
    receipts: [...receipts.values()].sort((a, b) => (a.definition < b.definition ? -1 : 1)),
  };
}

/** Some vendor's clock, for a moment safely before the drill; our own when none answers. */
async function vendorNow(clients: Partial<DrillClients>): Promise<Date> {
  try {
    for (const { name, now } of drillParts) {
      if (now && name in clients) return await now(Reflect.get(clients, name) as never);
    }
  } catch (error) {
    if (!(error instanceof VendorError)) throw error;
  }
  return new Date();
}

/** What is known of one definition before it is made to fire. */
interface Facts {
  liveStack: LiveStack;
  routes: readonly Route[];
  unproven: readonly string[];
  connections: Connections;
}

/** What a vendor's own monitor showed, behind what that of the signal did: the weaker of both speaks for the definition. */
async function one(plan: Plan, session: DrillRun, facts: Facts, ports: JobPorts): Promise<Receipt> {
  const first = await fired(plan, session, facts, ports);
  const { beside } = plan;
  if (beside === null || ports.abort.aborted) return first;
  const second = await fired({ ...plan, ...beside }, session, facts, ports, true);
  const weaker = levels.indexOf(second.level) < levels.indexOf(first.level) ? second : first;
  return {
    ...weaker,
    reason:
      second.level === first.level ? first.reason : `${weaker === second ? `${beside.name}: ` : ""}${weaker.reason}`,
    evidence: {
      ...first.evidence,
      complete: first.evidence.complete && second.evidence.complete,
      messages: [...first.evidence.messages, ...second.evidence.messages],
      notes: [
        ...first.evidence.notes,
        `${beside.name} beside it reached ${second.level}: ${second.reason}.`,
        ...second.evidence.notes,
      ],
    },
  };
}

async function fired(
  plan: Plan,
  session: DrillRun,
  { liveStack, routes, unproven, connections }: Facts,
  ports: JobPorts,
  own = ownMonitorOf(session.stack, plan.definition.id)?.how === "instead",
): Promise<Receipt> {
  const { definition, method, ceiling, waits, verbatim } = plan;
  const { injection } = method;
  if (injection === null || waits === null) throw new Error(`${definition.id} is not drilled.`);
  const live = liveOf(definition.id, liveStack);
  const token = `${session.run}-${definition.id.replace("/", "-")}`;
  const { places, unreadable } = placesOfPlan(plan, routes, session.stack, own);
  // Somebody may have muted it since the drill began.
  const mutedBy = async () => {
    const mutes = liveStack.mutes.length === 0 ? [] : await mutesOf(clientsFor(connections, {}), liveStack.pairs);
    return mutes.flatMap((one) => one.of(definition.id, liveStack.pairs).map(({ text }) => text));
  };
  const notes = [
    ...liveStack.mutes.flatMap(({ unread, concerns }) =>
      unread === null || !concerns(live) ? [] : [`Whether it is muted could not be read: ${unread.message}`],
    ),
    ...unreadable.map((handle) => `${handle} cannot be read back: whether it wakes anybody is not proven.`),
    ...unproven,
    ...(verbatim?.notes ?? []),
  ];
  try {
    const firing = firingFor(session, { definition, injection, live, token });
    const objects = objectsOf(definition.id, liveStack);
    const isAbout = verbatim?.isAbout ?? ((text: string) => isAboutDefinition(text, definition.id, session.stack.name));
    const recoveryPlaces = verbatim?.places.recovery ?? places;
    const facts = { definition: definition.id, isAbout, ceiling, places, recoveryPlaces, objects, notes };
    return await drillOne({ ...facts, waits, firing, mutedBy }, ports);
  } catch (error) {
    const reason = messageOf(error);
    return receiptOf(plan, liveStack, { level: "routed", reason, complete: false });
  }
}

const liveOf = (id: string, { pairs }: LiveStack) =>
  [...pairs].flatMap(([resource, live]) => (resource.definition === id ? [live] : []));

const objectsOf = (id: string, liveStack: LiveStack): string[] =>
  liveOf(id, liveStack).map(({ vendor, kind, vendorId }) => `${vendor} ${kind} ${vendorId}`);

function receiptOf(
  { definition, ceiling }: Plan,
  liveStack: LiveStack,
  { level, reason, complete }: { level: Level; reason: string; complete: boolean },
): Receipt {
  return {
    definition: definition.id,
    level,
    reason,
    startedAt: null,
    firedAt: null,
    deliveredAt: null,
    recoveredAt: null,
    evidence: {
      highest: ceiling.level,
      complete,
      objects: objectsOf(definition.id, liveStack),
      messages: [],
      injected: null,
      how: null,
      notes: [],
    },
  };
}
