import type { JsonObject } from "../model/resource.ts";
import type { Injection } from "../vendors/fire-types.ts";
import { cronsPath, monitorPath } from "../vendors/vercel/fire.ts";
import { invertedPart, monitorPart } from "../vendors/vercel/fire-monitors.ts";
import { projectOfService } from "../vendors/vercel/project.ts";
import { observeMonitor } from "./fire-datadog.ts";
import { type Firing, liveOf, needed, plain, type Rig, type Target } from "./firing.ts";

/** Switches a project's crons off until the monitor that waits for them fires. */
export function cronsFiring(rig: Rig, target: Target, injection: Extract<Injection, { kind: "crons-off" }>): Firing {
  const vercel = needed(rig.vercel, "Vercel");
  const { stack } = rig;
  const { service, leaves } = injection;
  const project = projectOfService(stack, service);
  if (project === null) throw new Error(`The stack file names no Vercel project of ${service}.`);
  const path = cronsPath(project);
  let change: number | null = null;
  return {
    ...plain,
    how: "real",
    firesAs: leaves,
    injected: `the crons of ${service} switched off`,
    notes: ["Crons were off for as long as the alert took to fire, and are on again."],
    observe: (fresh) => observeMonitor(rig, target, fresh),
    begin: async () => {
      const what = `crons of ${service}`;
      change = rig.journal.change({ vendor: "vercel", what, method: "PATCH", path, body: { enabled: true } });
      await vercel.patch(path, { enabled: false });
    },
    end: async () => {
      if (change === null) return;
      await vercel.patch(path, { enabled: true });
      rig.journal.restored(change);
      change = null;
    },
  };
}

/** How far back alerts are asked for that may still be firing. */
const backMs = 2 * 86_400_000;

/** Turns a monitor of Vercel's round; the journal has the way back before anything is changed. */
export function vercelMonitorFiring(rig: Rig, target: Target, why: string): Firing {
  const vercel = needed(rig.vercel, "Vercel");
  const { vendorId } = liveOf(target, "alert-rule");
  const path = monitorPath(vendorId);
  const what = `monitor ${vendorId} at Vercel of ${target.definition.id}`;
  let change: { n: number; body: JsonObject } | null = null;
  return {
    ...plain,
    how: "inverted",
    injected: "the comparison of Vercel's monitor inverted",
    notes: [`Inverted, because ${why}.`],
    silentRecovery: "Vercel notifies nobody of a recovery",
    observe: async () => {
      const { states, now } = await vercel.monitorStates(new Date(Date.now() - backMs));
      const { firing, fired } = states.get(vendorId) ?? { firing: false, fired: null };
      return { state: firing ? "alert" : "ok", triggeredAt: fired === null ? null : new Date(fired), now };
    },
    begin: async () => {
      const live = await vercel.monitor(vendorId);
      if (live === null) throw new Error(`The ${what} is no longer there.`);
      const body = monitorPart(live);
      const inverted = invertedPart(live, rig.run);
      change = { n: rig.journal.change({ vendor: "vercel", what, method: "PATCH", path, body }), body };
      await vercel.changeMonitor(path, inverted);
    },
    end: async () => {
      if (change === null) return;
      await vercel.changeMonitor(path, change.body);
      rig.journal.restored(change.n);
      change = null;
    },
  };
}
