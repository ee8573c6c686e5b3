import type { Check } from "../check.ts";
import { plural } from "../text.ts";
import { before, day } from "../times.ts";

/** Deployments of the last day that failed, of every service on Vercel. A failed production deployment is critical. */
export const failedDeployments: Check = {
  name: "failed-deployments",
  title: "Failed deployments, 24 h",
  runbook: "api-error-spike",
  async look({ vercel, stack }) {
    return Promise.all(
      Object.entries(stack.vercel.projects).map(async ([service, { id }]) => {
        const made = await vercel.deploymentsSince(id, before(vercel.http.vendorTime ?? new Date(), day));
        const failed = made.filter(({ state }) => state === "ERROR");
        const live = failed.some(({ target }) => target === "production");
        return {
          title: `Failed deployments, 24 h: ${service}`,
          value: `${failed.length} of ${plural(made.length, "deployment")}`,
          limit: "0",
          verdict: failed.length === 0 ? ("ok" as const) : live ? ("critical" as const) : ("attention" as const),
          details: failed
            .slice(0, 5)
            .map(({ uid, target, created }) => `${new Date(created).toISOString()}: ${target ?? "preview"} (${uid})`),
          link: failed[0]?.inspectorUrl ?? null,
        };
      }),
    );
  },
};
