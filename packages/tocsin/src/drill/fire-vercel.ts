import type { Injection } from "../vendors/fire-types.ts";
import { cronsPath } from "../vendors/vercel/fire.ts";
import { projectOfService } from "../vendors/vercel/project.ts";
import { observeMonitor } from "./fire-datadog.ts";
import { type Firing, needed, plain, type Rig, type Target } from "./firing.ts";

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
