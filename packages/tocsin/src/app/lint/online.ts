import { withRaw } from "../../lint/lint.ts";
import type { Live } from "../../lint/live.ts";
import { namesTeams } from "../../lint/rules/sentry-recipient-unknown.ts";
import { type JsonObject, type Resource, vendorTitle } from "../../model/resource.ts";
import { localStack } from "../../project/emulated.ts";
import { type Clients, clientsFor } from "../../vendors/clients.ts";
import type { Connections } from "../../vendors/connections.ts";
import { VendorError } from "../../vendors/http/errors.ts";
import { notCheckedText, together, type Unread } from "../../vendors/http/failures.ts";
import type { Limits } from "../../vendors/http/read.ts";
import { vendors } from "../../vendors/index.ts";
import type { VendorClients } from "../../vendors/registry.ts";
import { askLinks, linksOf, onLoopback } from "./links.ts";
import { changedMonitors, needsHandles, rottenMonitors } from "./online-datadog.ts";
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

/** So far back a signal is looked for: within the shortest time for which plans keep logs, and a quiet weekend fits in. */
const signalDays = 7;

/** A question whose failure leaves its part null. */
type Part = <T>(covers: string, look: () => Promise<T>) => Promise<T | null>;

/**
 * Asks the vendors of a stack what only they know; all at once, each within its limits. Nothing is changed anywhere. A vendor
 * that cannot be read leaves its part null, is named with what was not checked, and makes the answers incomplete.
 */
export async function askOnline({ stack, connections, base, limits = {} }: OnlineInput): Promise<OnlineAnswers> {
  const notChecked: string[] = [];
  const failures: Unread[] = [];
  let complete = true;
  const unread = (text: string) => {
    complete = false;
    notChecked.push(text);
  };
  const part: Part = async (covers, look) => {
    try {
      return await look();
    } catch (error) {
      if (!(error instanceof VendorError)) throw error;
      complete = false;
      failures.push({ error, covers });
      return null;
    }
  };
  const { config } = stack;
  // What is kept has to arrive like everything else.
  const resources = withRaw(stack);
  const clients = clientsFor(connections, limits);
  const { datadog, sentry, slack } = clients;
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
  const [listed, handles, channels, members, unseen, links] = await Promise.all([
    lists,
    datadog && needsHandles({ resources }) ? part("Handles were", () => datadog.handles()) : null,
    slack ? part("Slack channels were", () => slack.all()) : null,
    sentry && sends("workflow")
      ? part("Sentry's members, teams and integrations were", () =>
          sentryFacts(sentry, config.sentry.organization, resources),
        )
      : null,
    unseenAt(clients, stack, part),
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
      unseen,
      monitors: listed ? rottenMonitors(stack, listed, downtimes ?? [], datadog?.http.vendorTime ?? new Date()) : null,
    },
    complete,
    notChecked: summarised([...together(failures).map(notCheckedText), ...notChecked]),
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
  resources: readonly Resource[],
): Promise<NonNullable<Live["sentry"]>> {
  const [members, integrations, teams] = await Promise.all([
    client.members(organization),
    client.integrations(organization),
    namesTeams(resources) ? client.teams(organization) : null,
  ]);
  const works = (status: string | null | undefined) => status === undefined || status === null || status === "active";
  return {
    users: new Set(members.flatMap(({ user }) => user?.id ?? [])),
    teams: teams && new Set(teams.map(({ id }) => id)),
    integrations: new Set(
      integrations.flatMap(({ id, status, organizationIntegrationStatus: own }) =>
        works(status) && works(own) ? [id] : [],
      ),
    ),
  };
}

/** What alerts watch and has not come for days, of each vendor that is connected. */
async function unseenAt(clients: Clients, stack: OwnStack, part: Part): Promise<NonNullable<Live["unseen"]>> {
  const found = await Promise.all(
    vendors.map(async ({ name, stopped }) => {
      const client = clients[name];
      if (client === undefined || stopped === undefined) return [];
      const covers = `Whether the signals in ${vendorTitle(name)} exist was`;
      return (await part(covers, () => stopped(client, stack, stack.resources, signalDays))) ?? [];
    }),
  );
  return found
    .flat()
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
