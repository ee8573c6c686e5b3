import type { Json, Resource } from "../../../model/resource.ts";
import { about, asLive, type Check, named, type Verdict } from "../../check.ts";
import type { Finding } from "../../finding.ts";
import type { SentryClient, SentryIntegration, SentryMember, SentryTeam } from "../client.ts";

type Used = Map<string, string[]>;
type Targets = Record<"integration" | "member" | "team", Used>;

/** Where alerts send to, by ids of integrations, users and teams; each with its definitions. */
export function targetsOf(resources: readonly Resource[]): Targets {
  const found: Targets = { integration: new Map(), member: new Map(), team: new Map() };
  for (const { kind, body, definition } of resources) {
    if (kind !== "workflow" || definition === null) continue;
    for (const action of actionsOf(body.actionFilters)) {
      const target = targetOf(action);
      if (target === null) continue;
      const group = found[target.of];
      group.set(target.id, [...(group.get(target.id) ?? []), definition]);
    }
  }
  return found;
}

function targetOf(action: Json): { of: keyof Targets; id: string } | null {
  const config = member(action, "config");
  const [type, whom] = [member(action, "type"), member(config, "targetType")];
  const [of, id]: [keyof Targets, Json | undefined] =
    type === "email"
      ? [whom === "team" ? "team" : "member", member(config, "targetIdentifier")]
      : ["integration", member(action, "integrationId")];
  // Mail to an issue's owners is addressed to nobody in particular.
  if (type === "email" && whom !== "user" && whom !== "team") return null;
  return typeof id === "string" && id !== "" ? { of, id } : null;
}

/** Slack channels, as alerts name them. */
export function sentryChannels({ kind, body }: Resource): string[] {
  if (kind !== "workflow") return [];
  return actionsOf(body.actionFilters).flatMap((action) => {
    const name = member(member(action, "config"), "targetDisplay");
    return member(action, "type") === "slack" && typeof name === "string" && /^#?[a-z0-9][\w-]*$/.test(name)
      ? [`#${name.replace(/^#/, "")}`]
      : [];
  });
}

const actionsOf = (filters: Json | undefined): Json[] => list(filters).flatMap((one) => list(member(one, "actions")));

export function integrationCheck(client: SentryClient, organization: string, resources: readonly Resource[]): Check {
  return {
    vendor: "sentry",
    kind: "integration",
    covers: "Sentry's way to Slack was",
    look: async () => {
      const integrations = await client.integrations(organization);
      return ({ pairs }) => judgeIntegrations(integrations, targetsOf(asLive(resources, pairs)).integration);
    },
  };
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

export function membersCheck(client: SentryClient, organization: string, resources: readonly Resource[]): Check {
  return {
    vendor: "sentry",
    kind: "member",
    covers: "Whom Sentry mails was",
    look: async () => {
      const members = await client.members(organization);
      return ({ pairs }) => judgeMembers(members, targetsOf(asLive(resources, pairs)).member);
    },
  };
}

export function judgeMembers(live: readonly SentryMember[], used: Used): Verdict {
  const known = new Set(live.flatMap(({ user }) => user?.id ?? []));
  const findings = [...used].flatMap(([id, definitions]): Finding[] => {
    if (known.has(id)) return [];
    const message = `No member of the Sentry organisation has the user id ${id}: mails of ${named(definitions)} do not arrive there.`;
    const subject = { ...about("sentry", "member", id, definitions), class: "broken-route" as const };
    return [{ ...subject, path: "user.id", expected: id, actual: null, message }];
  });
  return { findings };
}

export function teamsCheck(client: SentryClient, organization: string, resources: readonly Resource[]): Check {
  return {
    vendor: "sentry",
    kind: "team",
    covers: "Which teams Sentry mails was",
    look: async () => {
      const teams = await client.teams(organization);
      return ({ pairs }) => judgeTeams(teams, targetsOf(asLive(resources, pairs)).team);
    },
  };
}

export function judgeTeams(live: readonly SentryTeam[], used: Used): Verdict {
  const known = new Set(live.map(({ id }) => id));
  const findings = [...used].flatMap(([id, definitions]): Finding[] => {
    if (known.has(id)) return [];
    const message = `The Sentry organisation has no team ${id}: mails of ${named(definitions)} do not arrive there.`;
    const subject = { ...about("sentry", "team", id, definitions), class: "broken-route" as const };
    return [{ ...subject, path: "id", expected: id, actual: null, message }];
  });
  return { findings };
}

const list = (value: Json | undefined): Json[] => (Array.isArray(value) ? value : []);

function member(node: Json | undefined, key: string): Json | undefined {
  return typeof node === "object" && node !== null && !Array.isArray(node) ? node[key] : undefined;
}
