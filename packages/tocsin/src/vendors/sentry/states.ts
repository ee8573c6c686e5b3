import { z } from "zod";
import { objectWith } from "../json.ts";
import type { SentryClient } from "./client.ts";

const counted = objectWith({ openIssues: z.number().nullish() });
const triggered = objectWith({ lastTriggered: z.string().nullish() });

/** What Sentry says of one monitor or alert. `firing` is null where it does not say: an alert on single events has no state. */
export interface SentryNow {
  id: string;
  firing: boolean | null;
  /** When an alert last told somebody, in milliseconds since 1970. */
  firedAt: number | null;
}

/** Monitors by whether they have an open issue, alerts by when they last wrote. Two lists. Errors: see `VendorHttp.get`. */
export async function sentryStates(client: SentryClient, organization: string): Promise<SentryNow[]> {
  const [detectors, workflows] = await Promise.all([client.detectors(organization), client.workflows(organization)]);
  return [
    ...detectors.map((detector): SentryNow => {
      const open = counted.safeParse(detector).data?.openIssues ?? null;
      return { id: detector.id, firing: open === null ? null : open > 0, firedAt: null };
    }),
    ...workflows.map((workflow): SentryNow => {
      const time = Date.parse(triggered.safeParse(workflow).data?.lastTriggered ?? "");
      return { id: workflow.id, firing: null, firedAt: Number.isNaN(time) ? null : time };
    }),
  ];
}
