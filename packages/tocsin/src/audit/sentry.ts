import { type Json, textAt, valueAt } from "../model/resource.ts";

import type { SentryEstate } from "./estate.ts";
import type { AuditFinding } from "./report.ts";
import { finding, neverFiredDays } from "./rules.ts";

type Workflow = NonNullable<SentryEstate["workflows"]>[number];
type Detector = NonNullable<SentryEstate["detectors"]>[number];

const dayMs = 86_400_000;

/** What is wrong with the monitors and alerts of a Sentry organisation. Pure. */
export function auditSentry(estate: SentryEstate, now: Date): AuditFinding[] {
  const page = `https://sentry.io/organizations/${encodeURIComponent(estate.organization)}/monitors`;
  const workflows = estate.workflows ?? [];
  return [
    ...workflows.flatMap((workflow) => alertFindings(workflow, estate, now, `${page}/alerts/${workflow.id}/`)),
    ...(estate.detectors ?? []).flatMap((detector) =>
      monitorFindings(detector, estate.workflows, `${page}/${detector.id}/`),
    ),
    ...duplicates(estate.detectors ?? [], page),
  ];
}

function alertFindings(workflow: Workflow, estate: SentryEstate, now: Date, link: string): AuditFinding[] {
  const about = { vendor: "sentry", kind: "alert", id: workflow.id, title: workflow.name, link };
  if (!workflow.enabled) return [finding("disabled", about, "it is switched off")];
  const actions = workflow.actionFilters.flatMap((one) => list(one.actions));
  const dead = actions.flatMap((action) => deadTarget(action, estate) ?? []);
  const made = Date.parse(textAt(workflow, "dateCreated"));
  const silent = workflow.lastTriggered === null && now.getTime() - made > neverFiredDays * dayMs;
  const say = (rule: Parameters<typeof finding>[0], message: string) => finding(rule, about, message);
  return [
    ...(actions.length === 0 ? [say("notifies-nobody", "it has no action")] : []),
    ...dead.map((message) => say("dead-destination", message)),
    ...(workflow.detectorIds.length === 0 ? [say("watches-nothing", "no monitor is connected to it")] : []),
    ...(silent ? [say("never-fired", `it was created on ${dayOf(made)} and has never notified anybody`)] : []),
  ];
}

/** Why an action reaches nobody; null where it does, or that was not read. */
function deadTarget(action: Json, { members, teams, integrations }: SentryEstate): string | null {
  const type = text(action, "type");
  const [whom, id] = [text(action, "config.targetType"), text(action, "config.targetIdentifier")];
  if (type === "email" && whom === "user" && id !== "")
    return members === null || members.has(id) ? null : `it mails user ${id}, who is no member`;
  if (type === "email" && whom === "team" && id !== "")
    return teams === null || teams.has(id) ? null : `it mails team ${id}, which does not exist`;
  const integration = text(action, "integrationId");
  if (integration === "" || integrations === null) return null;
  const found = integrations.get(integration);
  if (found === undefined) return `it uses integration ${integration}, which does not exist`;
  return found.works ? null : `it uses the integration "${found.name}", which is disabled`;
}

function monitorFindings(detector: Detector, workflows: SentryEstate["workflows"], link: string): AuditFinding[] {
  const about = { vendor: "sentry", kind: "monitor", id: detector.id, title: detector.name, link };
  if (!detector.enabled) return [finding("disabled", about, "it is switched off")];
  // Sentry gives every project monitors of its own; what nobody connected to an alert is for its issues' page.
  if (workflows === null || builtIn.has(detector.type)) return [];
  const connected = workflows.some(({ enabled, detectorIds }) => enabled && detectorIds.includes(detector.id));
  return connected
    ? []
    : [finding("notifies-nobody", about, "no alert that is switched on is connected to it: its issues notify nobody")];
}

const builtIn: ReadonlySet<string> = new Set(["error", "issue_stream"]);

function duplicates(detectors: readonly Detector[], page: string): AuditFinding[] {
  const first = new Map<string, Detector>();
  return detectors.flatMap((detector) => {
    if (builtIn.has(detector.type)) return [];
    const watched = (detector.dataSources ?? []).map(({ queryObj }) => queryObj);
    const { id, name, type } = detector;
    const key = JSON.stringify([type, detector.projectId ?? null, watched], (member, value: unknown) =>
      ownMembers.has(member) ? undefined : value,
    );
    const other = first.get(key);
    if (other === undefined || watched.length === 0) {
      first.set(key, detector);
      return [];
    }
    const about = { vendor: "sentry", kind: "monitor", id, title: name, link: `${page}/${id}/` };
    return [finding("duplicate", about, `it watches what monitor ${other.id} ("${other.name}") watches`)];
  });
}

/** Members that say which asking it is, not what is asked. */
const ownMembers = new Set(["id", "subscription", "status"]);

const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10);
const list = (value: Json | undefined): Json[] => (Array.isArray(value) ? value : []);
const text = (node: Json | undefined, path: string): string => {
  const value = valueAt(node, path);
  return typeof value === "string" || typeof value === "number" ? String(value) : "";
};
