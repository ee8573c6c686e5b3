import { auditDatadog } from "./datadog.ts";
import type { Estate } from "./estate.ts";
import { auditStripe, auditVercel } from "./platforms.ts";
import { type AuditFinding, ruleId } from "./report.ts";
import { auditSentry } from "./sentry.ts";

/**
 * What is wrong with the alerts that are live, the worst first: by the order of the rules, then by vendor and name. Pure.
 * @param site address of Datadog's console, for links
 */
export function audit({ now, datadog, sentry, vercel, stripe }: Estate, site: string): AuditFinding[] {
  const found = [
    ...(datadog === null ? [] : auditDatadog(datadog, now, site)),
    ...(sentry === null ? [] : auditSentry(sentry, now)),
    ...(vercel === null ? [] : auditVercel(vercel)),
    ...(stripe === null ? [] : auditStripe(stripe)),
  ];
  const place = ({ rule, vendor, title, id }: AuditFinding): string =>
    [String(ruleId.options.indexOf(rule)).padStart(3, "0"), vendor, title, id].join("\u0000");
  return found.sort((a, b) => (place(a) < place(b) ? -1 : 1));
}
