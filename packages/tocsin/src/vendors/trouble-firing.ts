import { metricFiring } from "./datadog/firings.ts";
import { observeMonitor } from "./datadog/observe.ts";
import { emulatedDeeds } from "./emulated/drill.ts";
import type { Trouble } from "./fire-types.ts";
import {
  type Deed,
  type Deeds,
  type DrillRun,
  type Firing,
  type Injected,
  NotHere,
  needed,
  plain,
  type Target,
} from "./firing.ts";
import { VendorRefused } from "./http/errors.ts";
import { stripeDeeds } from "./stripe/drill.ts";
import { vercelDeeds } from "./vercel/drill.ts";

const deeds: Deeds<Trouble["at"]> = { ...stripeDeeds, ...vercelDeeds, ...emulatedDeeds };

/** @throws NotHere with the reason why this stack's vendors must be left alone */
function deedFor<A extends Trouble["at"]>(
  made: Deeds<A>,
  drill: DrillRun,
  target: Target,
  trouble: Extract<Trouble, { at: A }>,
): Promise<Deed> {
  return made[trouble.at](drill, target, trouble);
}

/**
 * Makes it so at the vendor until the deployed probe has reported it and the alert fires; then puts it back, and waits for the
 * probe to say that all is well. Where it cannot be made, points are sent in the probe's place.
 */
export function troubleFiring(drill: DrillRun, target: Target, injection: Injected<"trouble">): Firing {
  const { trouble, what, onlyEmulated, otherwise } = injection;
  const points = (why: string): Firing => {
    const firing = metricFiring(drill, target, needed(otherwise, "the local stack"));
    return { ...firing, notes: [...firing.notes, `${why}: the probe was not exercised.`] };
  };
  if (onlyEmulated !== null && drill.emulated === undefined) return points(onlyEmulated);
  let instead: Firing | null = null;
  let change: { n: number; deed: Deed } | null = null;
  return {
    ...plain,
    get how() {
      return instead === null ? "real" : instead.how;
    },
    get injected() {
      return instead === null ? what : instead.injected;
    },
    get notes() {
      return instead?.notes ?? ["The deployed probe read it at the vendor and reported it. It is restored."];
    },
    observe: (fresh) => observeMonitor(drill, target, fresh),
    begin: async () => {
      try {
        const deed = await deedFor(deeds, drill, target, trouble);
        change = { n: drill.journal.change(deed.undo), deed };
        await deed.act();
      } catch (error) {
        if (!(error instanceof NotHere || error instanceof VendorRefused) || otherwise === null) throw error;
        // Refused, so nothing was changed.
        if (change !== null) drill.journal.restored(change.n);
        change = null;
        instead = points(error.message.replace(/\.$/, ""));
        await instead.begin();
      }
    },
    again: async (observed) => instead?.again?.(observed),
    settle: async (observed) => instead?.settle?.(observed),
    end: async () => {
      if (change === null) return;
      await drill.undo(change.deed.undo);
      drill.journal.restored(change.n);
      change = null;
    },
  };
}
