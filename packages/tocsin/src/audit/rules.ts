/** The rules of an audit: what each is called, how bad it is, and what to do. The vendors' files say where they find it. */
import type { AuditFinding, RuleId } from "./report.ts";

type Rule = Pick<AuditFinding, "severity" | "remedy"> & {
  /** For the page and for SARIF. */
  title: string;
};

export const rules: Readonly<Record<RuleId, Rule>> = {
  "dead-destination": {
    severity: "error",
    title: "It notifies a destination that does not exist",
    remedy: "Name one that exists, or add it at the vendor again.",
  },
  "notifies-nobody": {
    severity: "error",
    title: "It notifies nobody",
    remedy: "Add whom it is for, or delete it.",
  },
  "muted-without-end": {
    severity: "error",
    title: "It is muted, and nothing ends that",
    remedy: "End the mute, or give it an end.",
  },
  "missing-part": {
    severity: "error",
    title: "It refers to a monitor that does not exist",
    remedy: "Take the reference out, or create the monitor again.",
  },
  "endpoint-disabled": {
    severity: "error",
    title: "A webhook endpoint receives nothing",
    remedy: "Find out why its deliveries failed, then enable it again; or delete it.",
  },
  muted: { severity: "warning", title: "It is muted", remedy: "End the mute if the reason for it is gone." },
  disabled: { severity: "warning", title: "It is switched off", remedy: "Switch it on, or delete it." },
  "no-data": {
    severity: "warning",
    title: "It has no data",
    remedy: "Find out whether its signal still arrives; correct the query, or delete it.",
  },
  stuck: {
    severity: "warning",
    title: "It has been firing for days",
    remedy: "Fix the cause, or change a threshold that means nothing any more.",
  },
  "no-recovery": {
    severity: "warning",
    title: "Nobody is notified when it recovers",
    remedy: "Let the notification of recovery go to the same destinations.",
  },
  duplicate: {
    severity: "warning",
    title: "Two watch the same thing",
    remedy: "Delete one, or make the lower threshold the warning of the other.",
  },
  "page-without-pager": {
    severity: "warning",
    title: "It calls itself a page, and wakes nobody",
    remedy: "Add a pager to its destinations, or call it less urgent.",
  },
  "watches-nothing": {
    severity: "warning",
    title: "It is connected to nothing that could fire",
    remedy: "Connect it to a monitor, or delete it.",
  },
  "never-fired": {
    severity: "notice",
    title: "It has never fired",
    remedy: "Fire it once on purpose: nobody knows whether its notification arrives.",
  },
};

/** Days after which it is worth saying that something has never fired. */
export const neverFiredDays = 90;
/** Days in Alert without a break after which an alert means nothing to anybody. */
export const stuckDays = 7;

/** A finding about one resource. */
export const finding = (
  rule: RuleId,
  about: Pick<AuditFinding, "vendor" | "kind" | "id" | "title" | "link">,
  message: string,
): AuditFinding => ({ rule, severity: rules[rule].severity, ...about, message, remedy: rules[rule].remedy });
