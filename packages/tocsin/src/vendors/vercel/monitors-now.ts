import { iso, type States } from "../alert-state.ts";
import type { VercelClient } from "./client.ts";

/** How far back Vercel is asked for alerts. */
const lookedBackMs = 30 * 86_400_000;

export const vercelStates: States<VercelClient> = {
  what: "What fires at Vercel",
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
