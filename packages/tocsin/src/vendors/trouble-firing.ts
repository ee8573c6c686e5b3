import { emulatedDeeds } from "./emulated/drill.ts";
import type { Trouble } from "./fire-types.ts";
import { type Deed, type Deeds, type DrillRun, type Firing, type Injected, NotHere, type Target } from "./firing.ts";
import { VendorRefused } from "./http/errors.ts";
import { probeFiring } from "./probe-firing.ts";
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

/** Makes it so at the vendor; then puts it back, and waits for the probe to say that all is well. */
export function troubleFiring(drill: DrillRun, target: Target, injection: Injected<"trouble">): Firing {
  const { trouble, what, onlyEmulated, otherwise } = injection;
  let change: { n: number; deed: Deed } | null = null;
  return probeFiring(drill, target, {
    ...{ what, otherwise, lacks: "the local stack" },
    notes: ["The deployed probe read it at the vendor and reported it. It is restored."],
    barred: drill.emulated === undefined ? onlyEmulated : null,
    refuses: (error) => error instanceof NotHere || error instanceof VendorRefused,
    make: async () => {
      const deed = await deedFor(deeds, drill, target, trouble);
      change = { n: drill.journal.change(deed.undo), deed };
      await deed.act();
    },
    forget: async () => {
      // Refused, so nothing was changed.
      if (change !== null) drill.journal.restored(change.n);
      change = null;
    },
    restore: async () => {
      if (change === null) return;
      await drill.undo(change.deed.undo);
      drill.journal.restored(change.n);
      change = null;
    },
  });
}
