import { withRaw } from "../../lint/lint.ts";
import type { Live } from "../../lint/live.ts";
import type { JsonObject, Resource } from "../../model/resource.ts";
import { localStack } from "../../project/emulated.ts";
import { type Clients, clientsFor } from "../../vendors/clients.ts";
import type { Connections } from "../../vendors/connections.ts";
import { VendorError } from "../../vendors/http/errors.ts";
import type { Limits } from "../../vendors/http/read.ts";
import type { VendorClients } from "../../vendors/registry.ts";
import { projectCarriers } from "../../vendors/sentry/checks/carriers.ts";
import { askLinks, linksOf, onLoopback } from "./links.ts";
import { changedMonitors, needsHandles, rottenMonitors, signalDays, unseenSignals } from "./online-datadog.ts";
import type { OwnStack } from "./stacks.ts";

/** What the vendors said, and what could not be asked. */
export interface OnlineAnswers {
  live: Live;
  /** False when something that was asked for could not be told. */
  complete: boolean;
  notChecked: string[];
  calls: Record<string, number>;
}

export interface OnlineInput {
  stack: OwnStack;
  connections: Connections;
  /** Bodies of before, by resource: what differs from them is validated. Null: what differs from what is live. */
  base: ReadonlyMap<string, JsonObject> | null;
  limits?: Limits;
}

/**
 * Asks the vendors of a stack what only they know; all at once, each within its limits. Nothing is changed anywhere. A vendor
 * that cannot be read leaves its part null, is named with what was not checked, and makes the answers incomplete.
 */
export async function askOnline({ stack, connections, base, limits = {} }: OnlineInput): Promise<OnlineAnswers> {
  const notChecked: string[] = [];
  let complete = true;
  const unread = (text: string) => {
    complete = false;
    notChecked.push(text);
  };
  const part = async <T>(covers: string, look: () => Promise<T>): Promise<T | null> => {
    try {
      return await look();
    } catch (error) {
      if (!(error instanceof VendorError)) throw error;
      unread(`${error.message} ${covers} not checked.`);
      return null;
    }
  };
  const { config } = stack;
  // What is kept has to arrive like everything else.
  const resources = withRaw(stack);
  const { datadog, sentry, slack } = clientsFor(connections, limits);
  const sends = (kind: Resource["kind"]) => resources.some((one) => one.kind === kind);

  if (datadog === undefined && sends("monitor"))
    unread("No connection to Datadog is configured: its part was not checked.");
  if (sentry === undefined && sends("workflow"))
    unread("No connection to Sentry is configured: its part was not checked.");
  if (slack === undefined && Object.keys(config.channels).length > 0)
    notChecked.push("Whether the Slack channels are there: set SLACK_TOKEN to a bot's token.");
  const { asked, skipped } = splitLinks(stack);
  if (skipped > 0)
    notChecked.push(
      `${skipped} links of the local stack: its runbooks' address is made up, only this machine is asked.`,
    );

  const lists = datadog && part("What is changed, and whether Datadog takes it, was", () => datadog.monitors());
  const [listed, handles, channels, members, unseenDatadog, unseenSentry, links] = await Promise.all([
    lists,
    datadog && needsHandles({ resources }) ? part("Handles were", () => datadog.handles()) : null,
    slack ? part("Slack channels were", () => slack.all()) : null,
    sentry && sends("workflow")
      ? part("Sentry's members and integrations were", () => sentryFacts(sentry, config.sentry.organization))
      : null,
    datadog ? part("Whether the signals in Datadog exist was", () => unseenSignals(datadog.http, stack)) : null,
    sentry ? part("Whether the signals in Sentry exist was", () => unseenProjects(sentry, stack)) : null,
    askLinks(asked),
  ]);
  const changed = listed || base ? changedMonitors({ config, resources }, listed ?? [], base) : [];
  const [validations, downtimes] = await Promise.all([
    datadog
      ? Promise.all(
          changed.map(async (resource) => {
            const errors = await part(`Monitor ${resource.name} was`, () => datadog.validateMonitor(resource.body));
            return errors === null ? null : { resource, errors };
          }),
        )
      : null,
    datadog && listed ? part("Mutes were", () => datadog.activeDowntimes()) : null,
  ]);
  for (const { url, problem } of links.unanswered)
    unread(`${url} could not be read: ${problem}. The link was not checked.`);

  return {
    live: {
      invalid: validations?.flatMap((one) => (one !== null && one.errors.length > 0 ? [one] : [])) ?? null,
      handles: handles ?? null,
      channels:
        channels === null
          ? null
          : new Map(channels.map(({ name, is_archived: archived, is_member: member }) => [name, { archived, member }])),
      sentry: members ?? null,
      links: links.answered,
      unseen: [...(unseenDatadog ?? []), ...(unseenSentry ?? [])],
      monitors: listed ? rottenMonitors(stack, listed, downtimes ?? [], datadog?.http.vendorTime ?? new Date()) : null,
    },
    complete,
    notChecked: summarised(notChecked),
    calls: callsOf({ datadog, sentry, slack, links: links.calls }),
  };
}

/** Links that are asked, and how many are not: the emulated stack names addresses that do not exist. */
function splitLinks(stack: OwnStack): { asked: string[]; skipped: number } {
  const all = linksOf(stack.resources);
  const asked = stack.config.name === localStack ? all.filter(onLoopback) : all;
  return { asked, skipped: all.length - asked.length };
}

async function sentryFacts(
  client: VendorClients["sentry"],
  organization: string,
): Promise<NonNullable<Live["sentry"]>> {
  const [members, integrations] = await Promise.all([
    client.members(organization),
    client.slackIntegrations(organization),
  ]);
  const works = (status: string | null | undefined) => status === undefined || status === null || status === "active";
  return {
    users: new Set(members.flatMap(({ user }) => user?.id ?? [])),
    integrations: new Set(
      integrations.flatMap(({ id, status, organizationIntegrationStatus: own }) =>
        works(status) && works(own) ? [id] : [],
      ),
    ),
  };
}

/** Sentry projects that alerts watch and that have sent nothing for days. */
async function unseenProjects(client: VendorClients["sentry"], { config, definitions, resources }: OwnStack) {
  const carriers = projectCarriers({ config, definitions }, resources);
  if (carriers.length === 0) return [];
  const { organization, environment } = config.sentry;
  const period = `${signalDays}d`;
  const [errors, spans] = await Promise.all([
    client.sendingProjects(organization, { dataset: "errors", environment, period }),
    client.sendingProjects(organization, { dataset: "spans", environment, period }),
  ]);
  return carriers
    .filter(({ vendorId }) => vendorId !== null && !errors.has(vendorId) && !spans.has(vendorId))
    .map(({ what, resources: watching }) => ({ what, days: signalDays, definitions: definitionsOf(watching) }));
}

const definitionsOf = (resources: readonly Resource[]): string[] => [
  ...new Set(resources.flatMap(({ definition }) => definition ?? [])),
];

/** A vendor that is down says the same of every call: the first few are enough. */
export function summarised(lines: readonly string[], most = 12): string[] {
  const once = [...new Set(lines)];
  return once.length <= most ? once : [...once.slice(0, most - 1), `... and ${once.length - most + 1} more.`];
}

function callsOf({
  links,
  ...clients
}: {
  datadog: Clients["datadog"];
  sentry: Clients["sentry"];
  slack: Clients["slack"];
  links: number;
}): Record<string, number> {
  const counted = Object.entries(clients).flatMap(([vendor, client]) =>
    client === undefined ? [] : [[vendor, client.http.calls + client.http.signalCalls] as const],
  );
  return Object.fromEntries([...counted, ...(links === 0 ? [] : [["links", links] as const])]);
}
