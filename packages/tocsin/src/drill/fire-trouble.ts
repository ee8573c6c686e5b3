import { isObject, type JsonObject } from "../model/resource.ts";
import { settingOf } from "../vendors/context.ts";
import { eventsOf, faultOf, platformPath } from "../vendors/emulated/fire.ts";
import type { Injection, Restore, Trouble } from "../vendors/fire-types.ts";
import { VendorRefused } from "../vendors/http/errors.ts";
import { disabledBy, enabledAgain, endpointPath } from "../vendors/stripe/fire.ts";
import { deploymentsOf } from "../vendors/vercel/fire.ts";
import { deploymentFiles, soonest } from "../vendors/vercel/fire-deployments.ts";
import { metricFiring, observeMonitor } from "./fire-datadog.ts";
import { type Firing, needed, plain, type Rig, type Target } from "./firing.ts";
import { undo } from "./undo.ts";

/** One change at a vendor, with the request that undoes it. */
interface Deed {
  undo: Restore;
  act(): Promise<void>;
}

/** Why it cannot be made here, as the receipt says it. */
class NotHere extends Error {}

/**
 * Makes it so at the vendor until the deployed probe has reported it and the alert fires; then puts it back, and waits for the
 * probe to say that all is well. Where it cannot be made, points are sent in the probe's place.
 */
export function troubleFiring(rig: Rig, target: Target, injection: Extract<Injection, { kind: "trouble" }>): Firing {
  const { trouble, what, onlyEmulated, otherwise } = injection;
  const points = (why: string): Firing => {
    const firing = metricFiring(rig, target, needed(otherwise, "the local stack"));
    return { ...firing, notes: [...firing.notes, `${why}: the probe was not exercised.`] };
  };
  if (onlyEmulated !== null && rig.emulated === null) return points(onlyEmulated);
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
    observe: (fresh) => observeMonitor(rig, target, fresh),
    begin: async () => {
      try {
        const deed = await deedFor(rig, target, trouble);
        change = { n: rig.journal.change(deed.undo), deed };
        await deed.act();
      } catch (error) {
        if (!(error instanceof NotHere || error instanceof VendorRefused) || otherwise === null) throw error;
        // Refused, so nothing was changed.
        if (change !== null) rig.journal.restored(change.n);
        change = null;
        instead = points(error.message.replace(/\.$/, ""));
        await instead.begin();
      }
    },
    again: async (observed) => instead?.again?.(observed),
    settle: async (observed) => instead?.settle?.(observed),
    end: async () => {
      if (change === null) return;
      await undo(change.deed.undo, rig.run, rig);
      rig.journal.restored(change.n);
      change = null;
    },
  };
}

/** @throws NotHere with the reason why this stack's vendors must be left alone */
async function deedFor(rig: Rig, target: Target, trouble: Trouble): Promise<Deed> {
  const { token } = target;
  switch (trouble.at) {
    case "stripe-endpoint": {
      const stripe = needed(rig.stripe, "Stripe");
      const [endpoint] = await stripe.endpointsOf(rig.stack.name);
      if (endpoint === undefined) throw new NotHere("The stack has no webhook endpoint at Stripe");
      if (endpoint.livemode) throw new NotHere("The webhook endpoint is one of live mode, which no drill switches off");
      const path = endpointPath(endpoint.id);
      const what = `webhook endpoint ${endpoint.id}`;
      return {
        undo: { vendor: "stripe", what, method: "POST", path, body: enabledAgain },
        act: () => stripe.change(path, disabledBy(rig.run)),
      };
    }
    case "stripe-events": {
      const emulated = needed(rig.emulated, "the local stack");
      const { type, count, ageSeconds, pendingWebhooks } = trouble;
      const undoing = { vendor: "emulated", what: `${count} events at Stripe`, method: "DELETE", body: {} } as const;
      return {
        undo: { ...undoing, path: eventsOf(token) },
        act: () => emulated.addEvents(token, { type, count, ageSeconds, pendingWebhooks }),
      };
    }
    case "vercel-deployment": {
      const vercel = needed(rig.vercel, "Vercel");
      const { stack } = rig;
      const project = settingOf(stack.vercel.projects, trouble.service, "vercel.projects", stack);
      const { crons, now } = await vercel.crons(project.id);
      const files = deploymentFiles(trouble.crons === null ? null : soonest(crons, trouble.crons, now));
      const undoing = {
        vendor: "vercel",
        what: `a deployment of ${project.name}`,
        method: "DELETE",
        body: {},
      } as const;
      return {
        undo: { ...undoing, path: deploymentsOf(project.id, token) },
        act: () => vercel.deploy(project, files, token),
      };
    }
    case "supabase-platform": {
      const emulated = needed(rig.emulated, "the local stack");
      const { state } = trouble;
      const body = before(await emulated.platform(), state);
      return {
        undo: { vendor: "emulated", what: `the platform of Supabase`, method: "PATCH", path: platformPath, body },
        act: () => emulated.changePlatform(state),
      };
    }
    case "answers": {
      const emulated = needed(rig.emulated, "the local stack");
      const { vendor, path } = trouble;
      const what = `calls of ${path} that fail`;
      return {
        undo: { vendor: "emulated", what, method: "DELETE", path: faultOf(token), body: {} },
        act: () => emulated.addFault(token, { vendor, match: { path }, status: 503 }),
      };
    }
  }
}

/** Of what is there, the members that a change names, at any depth. */
function before(there: JsonObject, change: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(change).map(([name, value]) => {
      const now = there[name];
      return [name, isObject(value) && isObject(now) ? before(now, value) : (now ?? null)];
    }),
  );
}
