import { isObject, type JsonObject, textAt } from "../../model/resource.ts";
import { managedBy } from "../context.ts";
import { type Covered, type Identity, type LiveObject, textsOf } from "../live.ts";
import type { ListedMonitor, ListedNotification } from "./client.ts";

/** Whose a monitor is, by its tags. */
export function identifyMonitor({ tags }: JsonObject): Identity | null {
  const tagged = (key: string) =>
    textsOf(tags)
      .find((tag) => tag.startsWith(`${key}:`))
      ?.slice(key.length + 1);
  const definition = tagged("tocsin-id");
  return definition === undefined ? null : { definition, environment: tagged("env") ?? null };
}

export const isOurMonitor = ({ tags }: Pick<ListedMonitor, "tags">): boolean => tags?.includes(managedBy) === true;

/** A monitor of a project that the stack covers. */
export function monitorsWithin({ config }: Covered): (live: LiveObject) => boolean {
  const services = config.scope.vercel?.projects ?? Object.keys(config.vercel.projects);
  const projects = new Set(services.flatMap((service) => config.vercel.projects[service]?.id ?? []));
  return ({ body }) => projects.has(projectOfMonitor(body));
}

function projectOfMonitor({ ruleScope }: JsonObject): string {
  return isObject(ruleScope) ? textAt(ruleScope, "projectId") : "";
}

/** A link as the call takes it that makes one. */
export const notificationOf = ({
  type,
  configId,
  channelId,
  webhook,
  minimumSeverityLevel,
}: ListedNotification): JsonObject => ({
  type,
  ...(configId === undefined ? {} : { configId }),
  ...(channelId === undefined ? {} : { channelId }),
  ...(webhook === undefined ? {} : { webhookId: webhook.id }),
  // Set by hand, it keeps everything but the worst from being notified.
  ...(minimumSeverityLevel == null ? {} : { minimumSeverityLevel }),
});

export function liveMonitor(rule: ListedMonitor, notifications: readonly ListedNotification[]): LiveObject {
  const { id } = rule;
  const body = { ...rule, notifications: notifications.map(notificationOf) };
  return {
    vendor: "vercel",
    kind: "alert-rule",
    vendorId: id,
    identity: identifyMonitor(body),
    parent: {},
    body,
    properties: { id },
  };
}
