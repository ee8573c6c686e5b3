import type { Json, Resource } from "../../../model/resource.ts";
import { listAt, valueAt } from "../../../model/resource.ts";
import { about, type Check, named, type StackFacts, type Verdict } from "../../check.ts";
import type { Finding } from "../../finding.ts";
import { type LiveObject, textsOf } from "../../live.ts";
import type { SentryClient, SentryIntegration, SentryMember, SentryTeam } from "../client.ts";

/** What alerts name and no definition makes: the monitors that they listen to, and whom they notify. All of it must be there, and on. */

type Used = Map<string, string[]>;
type Targets = Record<"monitor" | "integration" | "member" | "team" | "assignedMember" | "assignedTeam", Used>;

/** What alerts name, by ids of monitors, integrations, users and teams; each with its definitions. */
export function targetsOf(resources: readonly Resource[]): Targets {
  const found: Targets = {
    ...{ monitor: new Map(), integration: new Map(), member: new Map(), team: new Map() },
    ...{ assignedMember: new Map(), assignedTeam: new Map() },
  };
  for (const { kind, body, definition } of resources) {
    if (kind !== "workflow" || definition === null) continue;
    const named: (Target | null)[] = [
      ...textsOf(body.detectorIds).map((id) => ({ of: "monitor" as const, id })),
      ...actionsOf(body.actionFilters).map(targetOf),
      ...conditionsOf(body.actionFilters).map(assigneeOf),
    ];
    for (const target of named) {
      if (target === null) continue;
      const group = found[target.of];
      group.set(target.id, [...(group.get(target.id) ?? []), definition]);
    }
  }
  return found;
}

interface Target {
  of: keyof Targets;
  id: string;
}

function targetOf(action: Json): Target | null {
  const config = valueAt(action, "config");
  const [type, whom] = [valueAt(action, "type"), valueAt(config, "targetType")];
  const [of, id]: [keyof Targets, Json | undefined] =
    type === "email"
      ? [whom === "team" ? "team" : "member", valueAt(config, "targetIdentifier")]
      : ["integration", valueAt(action, "integrationId")];
  // Mail to an issue's owners is addressed to nobody in particular.
  if (type === "email" && whom !== "user" && whom !== "team") return null;
  return typeof id === "string" && id !== "" ? { of, id } : null;
}

/** Whom an alert wants an issue to be assigned to. */
function assigneeOf(condition: Json): Target | null {
  const comparison = valueAt(condition, "comparison");
  const [type, id] = [valueAt(comparison, "targetType"), valueAt(comparison, "targetIdentifier")];
  if (valueAt(condition, "type") !== "assigned_to" || (type !== "Member" && type !== "Team")) return null;
  return { of: type === "Member" ? "assignedMember" : "assignedTeam", id: String(id) };
}

/** Slack channels, as alerts name them. */
export const sentryChannels = (resources: readonly Resource[]) =>
  resources.flatMap(({ kind, definition, body }) =>
    kind !== "workflow" || definition === null
      ? []
      : actionsOf(body.actionFilters).flatMap((action) => {
          const name = valueAt(action, "config.targetDisplay");
          return valueAt(action, "type") === "slack" && typeof name === "string" && /^#?[a-z0-9][\w-]*$/.test(name)
            ? [{ channel: `#${name.replace(/^#/, "")}`, definition }]
            : [];
        }),
  );

const conditionsOf = (filters: Json | undefined): Json[] => list(filters).flatMap((one) => listAt(one, "conditions"));
const actionsOf = (filters: Json | undefined): Json[] => list(filters).flatMap((one) => listAt(one, "actions"));

/** Whether those whom alerts name are there: each kind is asked for where one is named. */
export function recipientChecks(client: SentryClient, organization: string, resources: readonly Resource[]): Check[] {
  const named = targetsOf(resources);
  const check = (
    kind: string,
    covers: string,
    used: (keyof Targets)[],
    look: () => Promise<(targets: Targets) => Verdict>,
  ): Check[] =>
    used.every((of) => named[of].size === 0)
      ? []
      : [
          {
            ...{ vendor: "sentry", kind, covers },
            look: async () => {
              const judge = await look();
              return ({ acting }) => judge(targetsOf(acting));
            },
          },
        ];
  return [
    ...check("integration", "Sentry's way to Slack was", ["integration"], async () => {
      const live = await client.integrations(organization);
      return ({ integration }) => judgeIntegrations(live, integration);
    }),
    ...check("member", "Whom Sentry mails was", ["member", "assignedMember"], async () => {
      const live = await client.members(organization);
      return ({ member, assignedMember }) => judgeMembers(live, member, assignedMember);
    }),
    ...check("team", "Which teams Sentry mails was", ["team", "assignedTeam"], async () => {
      const live = await client.teams(organization);
      return ({ team, assignedTeam }) => judgeTeams(live, team, assignedTeam);
    }),
  ];
}

/**
 * The monitors of errors and of all issues that Sentry gives every project: alerts listen to them, and with one switched off
 * nothing of its project reaches them. Sentry lets nobody delete one.
 */
export function judgeErrorMonitors({ acting, pairs, live }: StackFacts): Verdict {
  const monitors = new Map(live.filter(({ kind }) => kind === "detector").map((one) => [one.vendorId, one]));
  const ours = new Set([...pairs.values()].map(({ vendorId }) => vendorId));
  const others = [...targetsOf(acting).monitor].filter(([id]) => !ours.has(id));
  return { findings: others.flatMap(([id, definitions]) => switchedOff(id, monitors.get(id), definitions)) };
}

function switchedOff(id: string, monitor: LiveObject | undefined, definitions: readonly string[]): Finding[] {
  if (monitor?.body.enabled !== false) return [];
  const [kind, what] =
    monitor.body.type === "issue_stream" ? ["issue stream monitor", "issue"] : ["error monitor", "error"];
  const message = `Sentry's ${kind} ${id} is disabled: no ${what} of its project reaches ${named(definitions)}.`;
  const subject = { ...about("sentry", "error-monitor", id, definitions), class: "disabled" as const };
  return [{ ...subject, path: "enabled", expected: true, actual: false, message }];
}

export function judgeIntegrations(live: readonly SentryIntegration[], used: Used): Verdict {
  const findings = [...used].flatMap(([id, definitions]): Finding[] => {
    const found = live.find((one) => one.id === id);
    const subject = { ...about("sentry", "integration", id, definitions), class: "broken-route" as const };
    if (found === undefined) {
      const message = `Sentry has no integration with the id ${id}: notifications of ${named(definitions)} do not arrive there.`;
      return [{ ...subject, path: "id", expected: id, actual: null, message }];
    }
    const status = found.organizationIntegrationStatus ?? found.status ?? "active";
    if (status === "active") return [];
    const message = `Sentry's integration ${id} (${found.name}) is ${status}: notifications of ${named(definitions)} do not arrive there.`;
    return [{ ...subject, path: "organizationIntegrationStatus", expected: "active", actual: status, message }];
  });
  return { findings };
}

export function judgeMembers(live: readonly SentryMember[], mailed: Used, assigned: Used): Verdict {
  const known = new Set(live.flatMap(({ user }) => user?.id ?? []));
  const said = (id: string) => `No member of the Sentry organisation has the user id ${id}`;
  return { findings: gone("member", "user.id", known, said, mailed, assigned) };
}

/** Those of whom Sentry has none: they get no mail, and no issue is ever assigned to them. */
function gone(
  kind: "member" | "team",
  path: string,
  known: ReadonlySet<string>,
  said: (id: string) => string,
  mailed: Used,
  assigned: Used,
): Finding[] {
  const missing = (used: Used, then: (definitions: readonly string[]) => string) =>
    [...used].flatMap(([id, definitions]): Finding[] => {
      if (known.has(id)) return [];
      const subject = { ...about("sentry", kind, id, definitions), class: "broken-route" as const };
      return [{ ...subject, path, expected: id, actual: null, message: `${said(id)}: ${then(definitions)}.` }];
    });
  return [
    ...missing(mailed, (definitions) => `mails of ${named(definitions)} do not arrive there`),
    ...missing(assigned, (definitions) => `no issue that ${named(definitions)} asks for is assigned to them`),
  ];
}

export function judgeTeams(live: readonly SentryTeam[], mailed: Used, assigned: Used): Verdict {
  const known = new Set(live.map(({ id }) => id));
  const said = (id: string) => `The Sentry organisation has no team ${id}`;
  return { findings: gone("team", "id", known, said, mailed, assigned) };
}

const list = (value: Json | undefined): Json[] => (Array.isArray(value) ? value : []);
