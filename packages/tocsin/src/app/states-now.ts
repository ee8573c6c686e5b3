/** What the vendors say of a stack's alerts now: by resource, and by definition. */
import { readGround } from "../drill/ground.ts";
import type { Project } from "../model/project.ts";
import type { Resource } from "../model/resource.ts";
import type { StackConfig } from "../model/stack.ts";
import type { AlertState } from "../report/data.ts";
import { stateOf } from "../report/gather.ts";
import type { StatesNow } from "../routines/checks/runbooks-now.ts";
import type { Connections } from "../vendors/connections.ts";
import { DatadogClient } from "../vendors/datadog/client.ts";
import { type MonitorNow, monitorStates } from "../vendors/datadog/states.ts";
import { VendorError } from "../vendors/http/errors.ts";
import { groupBy, type LiveObject } from "../vendors/live.ts";
import { SentryClient } from "../vendors/sentry/client.ts";
import { sentryStates } from "../vendors/sentry/states.ts";
import { VercelClient } from "../vendors/vercel/client.ts";
import type { VercelMonitorState } from "../vendors/vercel/states.ts";

const iso = (ms: number | null): string | null => (ms === null ? null : new Date(ms).toISOString());

/** Reads something of a vendor; what fails is said to `unread`, and `none` takes its place. */
export async function attempt<T>(unread: string[], what: string, read: () => Promise<T>, none: T): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof VendorError)) throw error;
    unread.push(`${what}: ${error.message}`);
    return none;
  }
}

interface Clients {
  datadog: DatadogClient | null;
  sentry: SentryClient | null;
  vercel: VercelClient | null;
}

/** How far back Vercel is asked for alerts. */
const lookedBackMs = 30 * 86_400_000;

/** The states of the resources of a stack, by vendor and id (`datadog 7`). */
export async function resourceStates(
  { datadog, sentry, vercel }: Clients,
  { stack, resources }: { stack: StackConfig; resources: readonly Resource[] },
  unread: string[],
): Promise<ReadonlyMap<string, AlertState>> {
  const [monitors, issues, atVercel] = await Promise.all([
    attempt(
      unread,
      "What fires in Datadog",
      async () => (datadog === null ? [] : monitorStates(datadog.http, `env:${stack.name}`)),
      [],
    ),
    attempt(
      unread,
      "What fires in Sentry",
      async () => (sentry === null ? [] : sentryStates(sentry, stack.sentry.organization)),
      [],
    ),
    attempt(
      unread,
      "What fires at Vercel",
      async () =>
        vercel === null || !resources.some(({ kind }) => kind === "alert-rule")
          ? new Map()
          : vercel.monitorStates(new Date(Date.now() - lookedBackMs)),
      new Map<string, VercelMonitorState>(),
    ),
  ]);
  return new Map<string, AlertState>([
    ...monitors.map(({ id, state, firedAt, recoveredAt }: MonitorNow): [string, AlertState] => [
      `datadog ${id}`,
      { now: state, firedAt: iso(firedAt), recoveredAt: iso(recoveredAt) },
    ]),
    ...issues.map(({ id, firing, firedAt }): [string, AlertState] => [
      `sentry ${id}`,
      { now: firing === null ? "unknown" : firing ? "alert" : "ok", firedAt: iso(firedAt), recoveredAt: null },
    ]),
    ...[...atVercel].map(([id, { firing, fired, over }]): [string, AlertState] => [
      `vercel ${id}`,
      { now: firing ? "alert" : "ok", firedAt: iso(fired), recoveredAt: iso(over) },
    ]),
  ]);
}

/** A monitor of which Vercel tells no alert has not fired. */
export function withFiredNever(
  states: ReadonlyMap<string, AlertState>,
  live: Iterable<LiveObject>,
): ReadonlyMap<string, AlertState> {
  const never = [...live]
    .filter(({ kind }) => kind === "alert-rule")
    .map(({ vendorId }): [string, AlertState] => [
      `vercel ${vendorId}`,
      { now: "ok", firedAt: null, recoveredAt: null },
    ]);
  return new Map([...never, ...states]);
}

/** The same by definition: the worst of its resources. */
export async function statesNow(
  { stack, definitions, resources }: Pick<Project, "stack" | "definitions" | "resources">,
  connections: Connections,
): Promise<StatesNow> {
  const unread: string[] = [];
  const clients = {
    datadog: connections.datadog === undefined ? null : new DatadogClient(connections.datadog),
    sentry: connections.sentry === undefined ? null : new SentryClient(connections.sentry),
    vercel: connections.vercel === undefined ? null : new VercelClient(connections.vercel),
  };
  const [ground, found] = await Promise.all([
    readGround(resources, connections, stack.name),
    resourceStates(clients, { stack, resources }, unread),
  ]);
  for (const reason of new Set(ground.unread.values())) unread.push(`What is live: ${reason}`);
  const known = { pairs: ground.pairs, states: withFiredNever(found, ground.pairs.values()) };
  const own = groupBy(resources, ({ definition }) => definition);
  return {
    states: new Map(definitions.map(({ id }) => [id, stateOf(own.get(id) ?? [], known)])),
    unread,
    // The vendors' own clock: by it they say since when something fires.
    at: clients.datadog?.http.vendorTime ?? new Date(),
  };
}
