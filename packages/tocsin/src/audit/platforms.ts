import type { Estate, StripeReceivers } from "./estate.ts";
import type { AuditFinding } from "./report.ts";
import { finding } from "./rules.ts";

/** Crons at Vercel that are switched off: what they should have done does not happen, and no alert may watch for that. Pure. */
export function auditVercel(vercel: NonNullable<Estate["vercel"]>): AuditFinding[] {
  return (vercel.projects ?? []).flatMap(({ id, name, crons }) => {
    if (crons === null || crons.count === 0 || !crons.disabled) return [];
    const link = `https://vercel.com/d?to=${encodeURIComponent("/[team]/[project]/settings/cron-jobs")}`;
    const many = crons.count === 1 ? "its cron is" : `its ${crons.count} crons are`;
    return [finding("disabled", { vendor: "vercel", kind: "project", id, title: name, link }, `${many} switched off`)];
  });
}

/** Webhook endpoints and event destinations at Stripe that receive nothing, or receive everything twice. Pure. */
export function auditStripe({ endpoints, destinations }: NonNullable<Estate["stripe"]>): AuditFinding[] {
  const first = new Map<string, string>();
  const of = (kind: string, page: string, all: StripeReceivers | null) =>
    (all ?? []).flatMap(({ id, url, status, type = id }) => {
      const link = `https://dashboard.stripe.com/${page}/${encodeURIComponent(id)}`;
      const about = { vendor: "stripe", kind, id, title: url || type, link };
      // What goes to no address of ours (EventBridge, Event Grid) is no duplicate of another.
      const other = url === "" ? undefined : first.get(url);
      first.set(url, other ?? id);
      return [
        ...(status === "disabled"
          ? [finding("endpoint-disabled", about, "it is disabled: no event is delivered")]
          : []),
        ...(other === undefined ? [] : [finding("duplicate", about, `${other} receives events at the same address`)]),
      ];
    });
  return [
    ...of("webhook endpoint", "webhooks", endpoints),
    ...of("event destination", "workbench/webhooks", destinations),
  ];
}
