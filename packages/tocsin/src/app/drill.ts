/** A stack taken for a drill: its vendors, its messages, its journal, and on the local stack its clock. */

import { rename } from "node:fs/promises";
import type { Restored } from "../drill/cleanup.ts";
import { Journal, JournalUnreadable, journalPath } from "../drill/journal.ts";
import type { Level } from "../drill/levels.ts";
import { placesByGroup, placesOf, readLiveStack } from "../drill/live-stack.ts";
import { type Plan, planDrill } from "../drill/plan.ts";
import type { DrillReport } from "../drill/receipt.ts";
import { drill } from "../drill/run.ts";
import { newRun, restoreInterrupted, restoreUnjournaled } from "../drill/session.ts";
import { notExercised } from "../drill/verbatim.ts";
import type { Project } from "../model/project.ts";
import { runName } from "../model/stack.ts";
import { chosenOf } from "../project/choose.ts";
import { drillDirectory, localDirectory, onEmulators } from "../project/emulated.ts";
import { UsageError } from "../shared/usage-error.ts";
import type { Connections } from "../vendors/connections.ts";
import { drillClients } from "../vendors/drills.ts";
import type { Inbox } from "../vendors/inbox.ts";
import { inboxesOf } from "../vendors/inboxes.ts";
import type { LeftAlone } from "../vendors/verbatim-alert.ts";
import { connectTo } from "./connect.ts";
import { accountsOf } from "./local/accounts.ts";
import { type LocalClock, localClock, localPollMs, probeGap } from "./local/clock.ts";
import { giveAccounts, runningVendors } from "./local/vendors.ts";
import { queryReadings } from "./query-readings.ts";
import { verbatimAlerts } from "./verbatim-alerts.ts";
import { vendorsOf } from "./verify-stack.ts";

/** Milliseconds between two looks at real vendors. */
const pollMs = 15_000;

export interface DrillStack {
  project: Project;
  connections: Connections;
  journal: string;
  /** Null where the clock cannot be turned. */
  clock: LocalClock | null;
  /** Lets the stack go; the clock runs as it should again. */
  release(): Promise<void>;
}

/**
 * Takes a stack: nobody else can drill or change it from this machine meanwhile.
 * @throws UsageError, or an error with exit code 2 that names who holds it
 */
export async function holdStack(root: string, project: Project, action: string): Promise<DrillStack> {
  const { name } = project.stack;
  const directory = localDirectory(root);
  const connections = await connectTo(root, name, vendorsOf(root, project), process.env);
  const emulated = onEmulators(root, name);
  const vendors = emulated ? await runningVendors(directory) : null;
  if (emulated && vendors === null) {
    throw new UsageError("The local stack is not running. Start it: tocsin local up");
  }
  const lock = await takeStack(drillDirectory(root, name), runName(project.stack), action);
  const clock = vendors === null ? null : localClock(vendors, probeGap(project.definitions));
  try {
    if (vendors !== null) await giveAccounts(vendors, await accountsOf(root, project));
  } catch (error) {
    await lock.release();
    throw error;
  }
  return {
    project,
    connections,
    journal: journalPath(drillDirectory(root, name), runName(project.stack)),
    clock,
    release: async () => {
      await clock?.reset();
      await lock.release();
    },
  };
}

/** As `holdStack`, for a drill that somebody can listen to. @throws UsageError naming what reading its messages back needs */
export async function holdForDrill(root: string, project: Project, action: string): Promise<DrillStack> {
  const stand = await holdStack(root, project, action);
  try {
    inboxesFor(project, stand.connections);
    return stand;
  } catch (error) {
    await stand.release();
    throw error;
  }
}

/**
 * Takes the stack's lock. What an interrupted update left has to be cleared by an update: taking its lock here would hide it.
 * @throws UsageError, or an error with exit code 2 that names who holds the stack
 */
async function takeStack(directory: string, stack: string, action: string): Promise<{ release(): Promise<void> }> {
  const { holderOf, take } = await import("../engine/lock.ts");
  const holder = await holderOf(directory, stack);
  if (holder !== null && !holder.alive && !/^tocsin (drill|weekly)\b/.test(holder.action)) {
    throw new UsageError(`\`${holder.action}\` of ${holder.since} was interrupted. Run it again first, then drill.`);
  }
  return take(directory, stack, action);
}

/** Something at a vendor is not as it was before a drill. */
class NotPutBack extends Error {
  readonly exitCode = 3;
  override readonly name = "NotPutBack";
}

/** Puts back what an interrupted drill left; what was done, as sentences. @throws NotPutBack when something remains */
export async function restoreLeft({ project, connections, journal, clock }: DrillStack): Promise<string[]> {
  const restored = await restoreInterrupted(journal, drillClients(connections, project), { say: console.error });
  if (restored === null) return [];
  await clock?.reset();
  if (restored.failed.length > 0) {
    throw new NotPutBack(
      `An interrupted drill left what cannot be restored:\n${restored.failed.map((text) => `  ${text}`).join("\n")}`,
    );
  }
  return restored.done.map((what) => `Restored after an interrupted drill: ${what}`);
}

/** Puts back everything that any drill left: by the journal, and by the marks on what is live. */
export async function restoreAll({ project, connections, journal, clock }: DrillStack): Promise<Restored> {
  const clients = drillClients(connections, project);
  await clock?.reset();
  const byJournal = () =>
    restoreInterrupted(journal, clients, { say: console.error }).catch(async (error: unknown) => {
      if (!(error instanceof JournalUnreadable)) throw error;
      await rename(journal, `${journal}.unreadable`);
      return null;
    });
  const first = await byJournal();
  const liveStack = await readLiveStack(project.resources, connections, project.stack.name);
  const second = await restoreUnjournaled(liveStack, clients);
  // What its vendor did not take back as the journal has it may be as the code says by now.
  const last = first !== null && first.failed.length > 0 ? await byJournal() : null;
  const done = [first, second, last].flatMap((one) => one?.done ?? []);
  return { done, failed: [...((last ?? first)?.failed ?? []), ...second.failed] };
}

/** Where a drill shows how far each definition has got. */
export interface LiveTable {
  /** `doing` empty: nothing more. */
  update(definition: string, level: Level, doing: string): void;
  finish(definition: string, level: Level): void;
  /** Removes the table, before other output. */
  clear(): void;
}

/**
 * What a drill is to do: of the chosen alerts, or of all, and which of them are imported verbatim and left alone.
 * @throws UsageError naming what no alert is called, and where nothing that was chosen can be made to fire
 */
export function plansFor(
  { project, clock }: Pick<DrillStack, "project" | "clock">,
  words: readonly string[] = [],
): { plans: Plan[]; left: LeftAlone[] } {
  const { drilled, left } = verbatimAlerts(project);
  const alerts = [...project.definitions, ...drilled.map(({ definition }) => definition), ...left];
  const chosen = words.length === 0 ? [] : chosenOf<{ id: string }>(alerts, words).map(({ id }) => id);
  const readings = queryReadings(project);
  const all = planDrill({ ...project, readings, verbatim: drilled }, clock === null ? "real" : "emulated", chosen);
  const plans = all.filter(({ verbatim, method }) => verbatim === null || method.injection !== null);
  const unfired = all.flatMap(({ definition, verbatim, method }) =>
    verbatim !== null && method.injection === null ? [{ id: definition.id, reason: method.reason }] : [],
  );
  const leftOut = [...left.filter(({ id }) => chosen.length === 0 || chosen.includes(id)), ...unfired];
  if (chosen.length > 0 && plans.length === 0)
    throw new UsageError(notExercised(leftOut) ?? "Nothing is to be drilled.");
  return { plans, left: leftOut };
}

/** Drills the plans and writes into the table how far each has got. */
export async function runDrill(
  stand: DrillStack,
  project: Project,
  plans: readonly Plan[],
  table: LiveTable,
  abort: AbortSignal,
): Promise<DrillReport> {
  const run = newRun();
  const journal = new Journal(stand.journal, run);
  const { connections, clock } = stand;
  const { stack, routes, resources } = project;
  try {
    return await drill({
      stack,
      sqlProbes: project.sqlProbes,
      routes,
      resources,
      plans,
      connections,
      inboxes: inboxesFor(project, connections),
      run,
      journal,
      pollMs: clock === null ? pollMs : localPollMs,
      clock,
      abort,
      progress: table.update,
      finished: table.finish,
    });
  } finally {
    journal.close();
  }
}

/**
 * One inbox for every place that messages go to.
 * @throws UsageError naming what is needed to read them back: a drill that nobody can listen to is noise
 */
export function inboxesFor(project: Project, connections: Connections): Inbox[] {
  const { stack, definitions, routes } = project;
  const named = definitions.flatMap((definition) => [
    ...placesOf(definition, routes, stack).places,
    ...placesByGroup(definition, routes, stack),
  ]);
  const byMessage = verbatimAlerts(project).drilled.flatMap((alert) => [
    ...alert.places.alert,
    ...alert.places.recovery,
  ]);
  const places = [...new Set([...named, ...byMessage])];
  const channels = places.filter((place) => place.startsWith("#"));
  const addresses = places.filter((place) => !place.startsWith("#"));
  const lacking = [
    ...(channels.length > 0 && connections.slack === undefined ? [`SLACK_TOKEN for ${channels.join(", ")}`] : []),
    ...(addresses.length > 0 && connections.mail === undefined ? [`TOCSIN_MAIL_URL for ${addresses.join(", ")}`] : []),
  ];
  if (lacking.length > 0) {
    throw new UsageError(`Set ${lacking.join(" and ")} in the environment: a drill reads back what arrives there.`);
  }
  return inboxesOf(connections, { channels, addresses });
}
