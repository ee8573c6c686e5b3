import type { Definition } from "../model/definition.ts";
import type { VendorName } from "../model/resource.ts";
import type { SqlProbe } from "../model/sql-probe.ts";
import type { StackConfig } from "../model/stack.ts";
import { type Connections, databasesIn } from "./connections.ts";
import { hostFiring, hostTouch } from "./datadog/fire-hosts.ts";
import { datadogActs, invertedFiring } from "./datadog/firings.ts";
import { emulatedDrill } from "./emulated/drill.ts";
import { EmulatedFire } from "./emulated/fire.ts";
import type { Injection } from "./fire-types.ts";
import {
  type Acts,
  type DrillPart,
  type DrillRun,
  type Firing,
  type Injected,
  type OwnMonitor,
  type Target,
  touchesNothing,
} from "./firing.ts";
import { vendors } from "./index.ts";
import type { DrillClients } from "./registry.ts";
import { sentryActs } from "./sentry/firings.ts";
import { supabaseDrill } from "./supabase/drill.ts";
import { drillPlaces } from "./supabase/drill-places.ts";
import { SupabaseFire } from "./supabase/fire.ts";
import { supabaseActs } from "./supabase/firings.ts";
import { troubleFiring } from "./trouble-firing.ts";
import { vercelActs, vercelMonitorFiring } from "./vercel/firings.ts";
import { probeTouch } from "./vercel/touches.ts";

/** Where a drill acts: at the vendors, in the monitored databases, and at what steers the emulated vendors. */
export type DrillAt = VendorName | keyof DrillClients;

const acts: Acts<Injection["kind"]> = {
  ...datadogActs,
  ...sentryActs,
  ...vercelActs,
  ...supabaseActs,
  inverted: {
    fire: (drill, target, injection) =>
      injection.what === "vercel-monitor"
        ? vercelMonitorFiring(drill, target, injection.why)
        : invertedFiring(drill, target, injection),
    touches: touchesNothing,
  },
  trouble: { fire: troubleFiring, touches: probeTouch },
  host: {
    fire: (drill, target, injection) =>
      drill.emulated === undefined
        ? invertedFiring(drill, target, injection.otherwise)
        : hostFiring(drill, target, injection),
    touches: hostTouch,
  },
};

const act = <K extends Injection["kind"]>(all: Acts<K>, { kind }: Injected<K> & { kind: K }): Acts<K>[K] => all[kind];

/** The firing of a definition, by what is to be injected. @throws Error when a connection or a live object is missing */
export const firingFor = (drill: DrillRun, target: Target): Firing =>
  act<Injection["kind"]>(acts, target.injection).fire(drill, target, target.injection as never);

/**
 * Whether what is injected for one definition can move the value that another one watches. Errs on the side of yes: two
 * alerts that share a signal without need only wait for each other.
 */
export const touches = (injection: Injection, other: Definition): boolean =>
  act<Injection["kind"]>(acts, injection).touches(injection as never, other);

/** Everywhere that a drill acts, with what undoes it. */
export const drillParts: readonly ({ name: DrillAt } & DrillPart<never>)[] = [
  ...vendors.flatMap(({ name, drill }) => (drill === undefined ? [] : [{ name, ...drill }])),
  { name: "supabase", ...supabaseDrill },
  { name: "emulated", ...emulatedDrill },
];

/** What a drill, and what it takes to clean up after one, asks: sends nothing yet. `ageMs`: see `VendorDrill.client`. */
export function drillClients(
  connections: Connections,
  { stack, sqlProbes }: { stack: StackConfig; sqlProbes: readonly SqlProbe[] },
  ageMs = 0,
): Partial<DrillClients> {
  const clients: Partial<DrillClients> = {};
  for (const { name, drill } of vendors) {
    const connection = connections[name];
    if (connection && drill) Object.assign(clients, { [name]: drill.client(connection, stack, ageMs) });
  }
  const databases = databasesIn(connections, stack);
  if (databases.size > 0) clients.supabase = new SupabaseFire(databases, drillPlaces(sqlProbes));
  if (connections.emulated) clients.emulated = new EmulatedFire(connections.emulated);
  return clients;
}

/** The monitor of a vendor's own that watches a definition in a stack; null: there is none. */
export function ownMonitorOf(
  stack: StackConfig,
  definition: string,
): (OwnMonitor & { how: "beside" | "instead" }) | null {
  for (const { ownMonitors } of vendors) {
    const how = ownMonitors?.watches(stack, definition) ?? null;
    if (ownMonitors !== undefined && how !== null) return { ...ownMonitors, how };
  }
  return null;
}
