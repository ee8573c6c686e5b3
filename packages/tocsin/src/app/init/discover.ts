import { objectivesWithoutMonitor } from "../../init/objectives.ts";
import type { StackConfig } from "../../model/stack.ts";
import { allClients } from "../../vendors/clients.ts";
import { type Connections, fromEnvironment } from "../../vendors/connections.ts";
import { liveDashboard, liveMonitor, liveObjective, liveTest } from "../../vendors/datadog/live.ts";
import { ConnectionsIncomplete } from "../../vendors/environment.ts";
import { VendorError } from "../../vendors/http/errors.ts";
import { vendorNames } from "../../vendors/index.ts";
import type { LiveObject } from "../../vendors/live.ts";
import type { VendorConnections } from "../../vendors/registry.ts";
import type { ListedDetector } from "../../vendors/sentry/client.ts";
import { liveDetector, liveWorkflow } from "../../vendors/sentry/live.ts";
import { type SlackChannel, SlackChannels } from "../../vendors/slack/channels.ts";
import { liveDestination, liveEndpoint } from "../../vendors/stripe/live.ts";
import type { ListedProject } from "../../vendors/vercel/client.ts";
import { liveCrons } from "../../vendors/vercel/live.ts";

export type { ListedProject };

/** What a vendor told, or the sentence that says why it did not. */
export type Look<T> = { value: T } | { failed: string };

/** Patience of a first look: whoever waits at a terminal wants to be told that a vendor is away. */
export const limits = { tries: 2, timeoutMs: 10_000, deadlineMs: 30_000 };

export const toldBy = <T>(look: Look<T>): T | null => ("value" in look ? look.value : null);

export async function look<T>(ask: () => Promise<T>): Promise<Look<T>> {
  try {
    return { value: await ask() };
  } catch (error) {
    if (error instanceof VendorError) return { failed: error.message };
    throw error;
  }
}

/**
 * Connections to each vendor by itself: a credential that is missing must not hide the others.
 * @throws ConnectionsIncomplete only for what would be wrong with every vendor
 */
export function connectEach(
  env: Record<string, string | undefined>,
  wanted: ReadonlySet<string>,
): { connections: Connections; failed: Map<string, string> } {
  const connections: Connections = {};
  const failed = new Map<string, string>();
  for (const vendor of vendorNames.filter((one) => wanted.has(one))) {
    try {
      Object.assign(connections, fromEnvironment(env, [vendor]));
    } catch (error) {
      if (!(error instanceof ConnectionsIncomplete)) throw error;
      failed.set(vendor, error.message);
    }
  }
  return { connections, failed };
}

export interface SentryFound {
  /** Numbers of projects by slug. */
  projects: Look<ReadonlyMap<string, string>>;
  detectors: Look<ListedDetector[]>;
  workflows: Look<LiveObject[]>;
  /** Ids of Slack integrations. */
  slack: Look<{ id: string; name: string }[]>;
  /** Users' ids by address in lower case. */
  members: Look<ReadonlyMap<string, string>>;
}

/** Everything about an organization that is asked for before anything is chosen. */
export async function lookAtSentry(
  connection: VendorConnections["sentry"],
  organization: string,
): Promise<SentryFound> {
  const client = allClients({ sentry: connection }, ["sentry"], limits).sentry;
  const [projects, detectors, workflows, slack, members] = await Promise.all([
    look(async () => await client.projectIds(organization)),
    look(() => client.detectors(organization)),
    look(async () => (await client.workflows(organization)).map((one) => liveWorkflow(organization, one))),
    look(async () => (await client.slackIntegrations(organization)).map(({ id, name }) => ({ id, name }))),
    look(
      async () =>
        new Map(
          (await client.members(organization)).flatMap(({ email, user }): [string, string][] =>
            user ? [[email.toLowerCase(), user.id]] : [],
          ),
        ),
    ),
  ]);
  return { projects, detectors, workflows, slack, members };
}

/** Id of the monitor of errors, or of all issues, that a project brings with it; null where it is not listed. */
export const ownMonitorOf = (
  type: "error" | "issue_stream",
  detectors: readonly ListedDetector[],
  projectId: string,
): string | null => detectors.find((one) => one.type === type && String(one.projectId) === projectId)?.id ?? null;

export const liveDetectors = (organization: string, detectors: readonly ListedDetector[]): LiveObject[] =>
  detectors.map((one) => liveDetector(organization, one));

export interface VercelFound {
  team: Look<{ id: string; slug: string | null }>;
  projects: Look<ListedProject[]>;
}

/** `team` as its id or slug; the projects' crons come with them. */
export async function lookAtVercel(connection: VendorConnections["vercel"], team: string): Promise<VercelFound> {
  const client = allClients({ vercel: { ...connection, team } }, ["vercel"], limits).vercel;
  const [own, projects] = await Promise.all([
    look(async () => {
      const { id, slug } = await client.team(team);
      return { id, slug: slug ?? null };
    }),
    look(() => client.projects()),
  ]);
  return { team: own, projects };
}

export const cronsOf = (projects: readonly ListedProject[]): LiveObject[] =>
  projects
    .flatMap((project) => liveCrons(project))
    .filter(({ properties }) => JSON.stringify(properties.definitions) !== "[]");

/** Datadog's objects, a list at a time: one that may not be read hides none of the others. */
export async function lookAtDatadog(
  connection: VendorConnections["datadog"],
): Promise<{ what: string; objects: Look<LiveObject[]> }[]> {
  const client = allClients({ datadog: connection }, ["datadog"], limits).datadog;
  const asked: [string, () => Promise<LiveObject[]>][] = [
    ["monitors", async () => (await client.monitors()).flatMap(liveMonitor)],
    ["synthetic tests", async () => (await client.syntheticsTests()).map(liveTest)],
    ["objectives", async () => (await client.objectives()).map(liveObjective)],
    [
      "dashboards",
      // The list shows no widgets.
      async () =>
        (await Promise.all((await client.dashboards()).map(({ id }) => client.dashboard(id)))).map(liveDashboard),
    ],
  ];
  return Promise.all(asked.map(async ([what, ask]) => ({ what, objects: await look(ask) })));
}

/** Sentences on objectives whose monitor is gone; none where either list could not be read. */
export function withoutMonitor(datadog: Awaited<ReturnType<typeof lookAtDatadog>>): string[] {
  const lists = new Map(datadog.map(({ what, objects }) => [what, toldBy(objects)]));
  const [objectives, monitors] = [lists.get("objectives"), lists.get("monitors")];
  return objectives && monitors ? objectivesWithoutMonitor(objectives, monitors) : [];
}

/** Channels that Datadog's Slack integration knows in an account. */
export async function lookAtDatadogSlack(
  connection: VendorConnections["datadog"],
  account: StackConfig["datadog"]["slackAccount"],
): Promise<Look<string[]>> {
  const client = allClients({ datadog: connection }, ["datadog"], limits).datadog;
  return look(async () => (await client.slackChannels(account)).map(({ name }) => name));
}

export async function lookAtStripe(connection: VendorConnections["stripe"]): Promise<Look<LiveObject[]>> {
  const client = allClients({ stripe: connection }, ["stripe"], limits).stripe;
  return look(async () => (await client.webhookEndpoints()).map(liveEndpoint));
}

/** Asked for by itself: a key for webhook endpoints may not read these. */
export async function lookAtDestinations(connection: VendorConnections["stripe"]): Promise<Look<LiveObject[]>> {
  const client = allClients({ stripe: connection }, ["stripe"], limits).stripe;
  return look(async () => (await client.eventDestinations()).map(liveDestination));
}

export async function lookAtSlack(connection: NonNullable<Connections["slack"]>): Promise<Look<SlackChannel[]>> {
  return look(() => new SlackChannels(connection, limits).all());
}
