import { projectOfService } from "../../model/probe.ts";
import { measuresTransactions } from "../../model/signals/facts.ts";
import { observeMonitor } from "../datadog/observe.ts";
import {
  type Acts,
  changedMeanwhile,
  type DrillRun,
  type Firing,
  type Injected,
  liveOf,
  needed,
  plain,
  type Target,
} from "../firing.ts";
import { cronsPath, monitorPath } from "./fire.ts";
import { invertedPart, monitorPart } from "./fire-monitors.ts";
import { cronsTouch } from "./touches.ts";

/** Switches a project's crons off until the monitor that waits for them fires. */
function cronsFiring(drill: DrillRun, target: Target, injection: Injected<"crons-off">): Firing {
  const vercel = needed(drill.vercel, "Vercel");
  const { stack } = drill;
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
    observe: (fresh) => observeMonitor(drill, target, fresh),
    begin: async () => {
      const what = `crons of ${service}`;
      change = drill.journal.change({ vendor: "vercel", what, method: "PATCH", path, body: { enabled: true } });
      await vercel.patch(path, { enabled: false });
    },
    end: async () => {
      if (change === null) return;
      await vercel.patch(path, { enabled: true });
      drill.journal.restored(change);
      change = null;
    },
  };
}

/** How far back alerts are asked for that may still be firing. */
const backMs = 2 * 86_400_000;

/** Turns a monitor of Vercel's round; the journal has the way back before anything is changed. */
export function vercelMonitorFiring(drill: DrillRun, target: Target, why: string): Firing {
  const vercel = needed(drill.vercel, "Vercel");
  const { vendorId } = liveOf(target, "alert-rule");
  const path = monitorPath(vendorId);
  const what = `monitor ${vendorId} at Vercel of ${target.definition.id}`;
  const meanwhile = changedMeanwhile(drill.journal, (body) => vercel.changeMonitor(path, body));
  return {
    ...plain,
    how: "inverted",
    injected: "the comparison of Vercel's monitor inverted",
    notes: [
      `Inverted, because ${why}.`,
      ...(measuresTransactions(target.definition.signal)
        ? ["It measured every function of the project meanwhile, so that there was something to measure."]
        : []),
    ],
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
      const inverted = invertedPart(live, drill.run);
      await meanwhile.change({ vendor: "vercel", what, method: "PATCH", path, body }, inverted);
    },
    end: meanwhile.restore,
  };
}

/** What a drill switches off at Vercel; what it inverts there is one of two that are inverted. */
export const vercelActs: Acts<"crons-off"> = { "crons-off": { fire: cronsFiring, touches: cronsTouch } };
