import { z } from "zod";
import { iso, type States } from "../alert-state.ts";
import type { VendorClients } from "../registry.ts";

/** What Vercel says of a monitor now. Times in milliseconds since 1970; null: not in what was asked about. */
export interface VercelMonitorState {
  firing: boolean;
  fired: number | null;
  over: number | null;
}

const alert = z.object({
  startedAt: z.number(),
  resolvedAt: z.number().nullish(),
  status: z.string().nullish(),
  rules: z.array(z.string()).nullish(),
  data: z.object({ ruleId: z.string().nullish() }).nullish(),
});

/** `GET /alerts/v3/groups`, as far as this code relies on it (vercel/vercel, packages/cli/src/commands/alerts, 2026-11). */
export const vercelGroups = z.array(z.object({ alerts: z.array(alert) }));

/** By the ids of monitors. A monitor that is not there has not fired. */
export function statesOf(groups: z.infer<typeof vercelGroups>): Map<string, VercelMonitorState> {
  const states = new Map<string, VercelMonitorState>();
  for (const { startedAt, resolvedAt, status, rules, data } of groups.flatMap(({ alerts }) => alerts)) {
    const ids = new Set([...(rules ?? []), ...(data?.ruleId == null ? [] : [data.ruleId])]);
    const firing = resolvedAt == null && status !== "resolved";
    for (const id of ids) {
      const known = states.get(id) ?? { firing: false, fired: null, over: null };
      states.set(id, {
        firing: known.firing || firing,
        fired: Math.max(known.fired ?? 0, startedAt),
        over: resolvedAt == null ? known.over : Math.max(known.over ?? 0, resolvedAt),
      });
    }
  }
  return states;
}

/** How far back Vercel is asked for alerts. */
const lookedBackMs = 30 * 86_400_000;

export const vercelStates: States<VendorClients["vercel"]> = {
  what: "what fires at Vercel",
  async read(client, { resources }) {
    if (!resources.some(({ kind }) => kind === "alert-rule")) return [];
    const states = await client.monitorStates(new Date(Date.now() - lookedBackMs));
    return [...states].map(([id, { firing, fired, over }]) => [
      id,
      { now: firing ? "alert" : "ok", firedAt: iso(fired), recoveredAt: iso(over) },
    ]);
  },
  firedOnly: "alert-rule",
};
