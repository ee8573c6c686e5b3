import type { Check, Found } from "../check.ts";
import { plural, trend } from "../text.ts";
import { before, week } from "../times.ts";

/** Deployments of a week: how many, how many more than before, which failed. */
export const deploymentsOfWeek: Check = {
  name: "deployments",
  title: "Deployments, 7 d",
  runbook: "api-error-spike",
  async look({ vercel, stack }) {
    return Promise.all(
      Object.entries(stack.vercel.projects).map(async ([service, { id }]): Promise<Found> => {
        const now = vercel.http.vendorTime ?? new Date();
        const both = await vercel.deploymentsSince(id, before(now, 2 * week));
        const made = both.filter(({ created }) => created >= before(now, week).getTime());
        const failed = made.filter(({ state }) => state === "ERROR");
        return {
          title: `Deployments, 7 d: ${service}`,
          value: `${plural(made.length, "deployment")}, ${failed.length} failed, ${trend(made.length, both.length - made.length)}`,
          limit: "none failed",
          verdict: failed.length > 0 ? "attention" : "ok",
          details: failed
            .slice(0, 5)
            .map(({ uid, target, created }) => `${new Date(created).toISOString()}: ${target ?? "preview"} (${uid})`),
          link: failed[0]?.inspectorUrl ?? null,
        };
      }),
    );
  },
};
