import { z } from "zod";
import { type AlertState, iso, type States } from "../alert-state.ts";
import { objectWith } from "../json.ts";
import type { SentryClient } from "./client.ts";

const counted = objectWith({ openIssues: z.number().nullish() });
const triggered = objectWith({ lastTriggered: z.string().nullish() });

/** Monitors by whether they have an open issue; alerts, which have no state, by when they last wrote. */
export const sentryStates: States<SentryClient> = {
  what: "what fires in Sentry",
  async read(client, { stack }) {
    const { organization } = stack.sentry;
    const [detectors, workflows] = await Promise.all([client.detectors(organization), client.workflows(organization)]);
    return [
      ...detectors.map((detector): [string, AlertState] => {
        const open = counted.safeParse(detector).data?.openIssues ?? null;
        const now = open === null ? "unknown" : open > 0 ? "alert" : "ok";
        return [detector.id, { now, firedAt: null, recoveredAt: null }];
      }),
      ...workflows.map((workflow): [string, AlertState] => {
        const time = Date.parse(triggered.safeParse(workflow).data?.lastTriggered ?? "");
        return [workflow.id, { now: "unknown", firedAt: iso(Number.isNaN(time) ? null : time), recoveredAt: null }];
      }),
    ];
  },
};
