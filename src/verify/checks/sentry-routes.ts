import type { Json, Resource } from "../../model/resource.ts";
import type { SentryClient, SentryIntegration, SentryMember } from "../../vendors/sentry/client.ts";
import type { Finding } from "../report.ts";
import { about, type Check, named, type Verdict } from "./check.ts";

/** Where the alerts of the code send to: `integration` by its id, `member` by the user's id; each with its definitions. */
export function targetsOf(resources: readonly Resource[]): Record<"integration" | "member", Map<string, string[]>> {
  const found = { integration: new Map<string, string[]>(), member: new Map<string, string[]>() };
  for (const { kind, body, definition } of resources) {
    if (kind !== "workflow" || definition === null) continue;
    for (const action of list(body.actionFilters).flatMap((filter) => list(member(filter, "actions")))) {
      const type = member(action, "type");
      const config = member(action, "config");
      const isMail = type === "email" && member(config, "targetType") === "user";
      const id = isMail
        ? member(config, "targetIdentifier")
        : type === "slack"
          ? member(action, "integrationId")
          : null;
      if (typeof id !== "string") continue;
      const group = found[isMail ? "member" : "integration"];
      group.set(id, [...(group.get(id) ?? []), definition]);
    }
  }
  return found;
}

export function integrationCheck(client: SentryClient, organization: string, used: Map<string, string[]>): Check {
  return {
    vendor: "sentry",
    kind: "integration",
    covers: "Sentry's way to Slack was",
    look: async () => {
      const integrations = await client.slackIntegrations(organization);
      return () => judgeIntegrations(integrations, used);
    },
  };
}

export function judgeIntegrations(live: readonly SentryIntegration[], used: Map<string, string[]>): Verdict {
  const findings = [...used].flatMap(([id, definitions]): Finding[] => {
    const found = live.find((one) => one.id === id);
    const subject = { ...about("sentry", "integration", id, definitions), class: "broken-route" as const };
    const lost = `Slack hears nothing of ${named(definitions)}.`;
    if (found === undefined) {
      const message = `Sentry has no Slack integration with the id ${id}: ${lost}`;
      return [{ ...subject, path: "id", expected: id, actual: null, message }];
    }
    const status = found.organizationIntegrationStatus ?? found.status ?? "active";
    if (status === "active") return [];
    const message = `Sentry's Slack integration ${id} is ${status}: ${lost}`;
    return [{ ...subject, path: "organizationIntegrationStatus", expected: "active", actual: status, message }];
  });
  return { findings };
}

export function membersCheck(client: SentryClient, organization: string, used: Map<string, string[]>): Check {
  return {
    vendor: "sentry",
    kind: "member",
    covers: "Whom Sentry mails was",
    look: async () => {
      const members = await client.members(organization);
      return () => judgeMembers(members, used);
    },
  };
}

export function judgeMembers(live: readonly SentryMember[], used: Map<string, string[]>): Verdict {
  const known = new Set(live.flatMap(({ user }) => user?.id ?? []));
  const findings = [...used].flatMap(([id, definitions]): Finding[] => {
    if (known.has(id)) return [];
    const message = `No member of the Sentry organisation has the user id ${id}: ${named(definitions)} mails nobody there.`;
    const subject = { ...about("sentry", "member", id, definitions), class: "broken-route" as const };
    return [{ ...subject, path: "user.id", expected: id, actual: null, message }];
  });
  return { findings };
}

const list = (value: Json | undefined): Json[] => (Array.isArray(value) ? value : []);

function member(node: Json | undefined, key: string): Json | undefined {
  return typeof node === "object" && node !== null && !Array.isArray(node) ? node[key] : undefined;
}
