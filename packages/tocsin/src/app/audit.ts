/** Reads what is live at the vendors, with keys that may only read, and says what is wrong with it. No project is needed. */

import { audit } from "../audit/audit.ts";
import type { DatadogEstate, Estate, SentryEstate, StripeReceivers, VercelProject } from "../audit/estate.ts";
import type { AuditReport } from "../audit/report.ts";
import type { VendorName } from "../model/resource.ts";
import { clientsFor } from "../vendors/clients.ts";
import type { Connections } from "../vendors/connections.ts";
import { VendorError } from "../vendors/http/errors.ts";
import { type Failure, failureTexts } from "../vendors/http/failures.ts";
import type { Limits } from "../vendors/http/read.ts";
import { kinds } from "../vendors/kinds.ts";
import { datadogConsole } from "../vendors/object-links.ts";
import type { VendorClients } from "../vendors/registry.ts";

export interface AuditInput {
  connections: Connections;
  vendors: readonly VendorName[];
  /** Slug of the organisation at Sentry; null where Sentry is left out. */
  organization: string | null;
  now: () => Date;
  limits?: Limits;
}

/** A list that could not be read leaves its part of the estate null and is named; everything else goes on. */
type Part = <T>(what: string, ask: () => Promise<T>) => Promise<T | null>;

/** Reads all vendors at once and judges what they show. A failure of a vendor is "could not tell", never "nothing is wrong". */
export async function auditVendors(input: AuditInput): Promise<AuditReport> {
  const { connections, vendors, organization, now, limits = {} } = input;
  const notRead: Failure[] = [];
  const part: Part = async (what, ask) => {
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof VendorError)) throw error;
      notRead.push({ what, error });
      return null;
    }
  };
  const { datadog, sentry, vercel, stripe } = clientsFor(connections, limits);
  const [ofDatadog, ofSentry, projects, endpoints, destinations] = await Promise.all([
    datadog ? datadogEstate(datadog, part) : null,
    sentry && organization !== null ? sentryEstate(sentry, organization, part) : null,
    vercel ? part("Vercel's projects", () => cronProjects(vercel)) : null,
    stripe ? part("Stripe's webhook endpoints", () => stripe.webhookEndpoints()) : null,
    stripe ? part("Stripe's event destinations", () => destinationsOf(stripe)) : null,
  ]);
  const estate: Estate = {
    now: now(),
    datadog: ofDatadog,
    sentry: ofSentry,
    vercel: vercel ? { projects } : null,
    stripe: stripe ? { endpoints, destinations } : null,
  };
  return {
    version: 1,
    auditedAt: estate.now.toISOString(),
    vendors: [...vendors],
    complete: notRead.length === 0,
    read: counts(estate),
    findings: audit(estate, datadogConsole(connections.datadog?.url ?? "")),
    notRead: failureTexts(notRead),
    calls: Object.fromEntries(
      Object.entries({ datadog, sentry, vercel, stripe }).flatMap(([name, client]) =>
        client === undefined ? [] : [[name, client.http.calls] as const],
      ),
    ),
  };
}

async function datadogEstate(client: VendorClients["datadog"], part: Part): Promise<DatadogEstate> {
  const [monitors, tests, downtimes, handles, states] = await Promise.all([
    part("Datadog's monitors", () => client.monitors()),
    part("Datadog's synthetic tests", () => client.syntheticsTests()),
    part("Datadog's downtimes", () => client.activeDowntimes()),
    part("Datadog's destinations", () => client.handles()),
    part("Datadog's states", async () => new Map((await client.states()).map((one) => [one.id, one]))),
  ]);
  return { monitors, tests, downtimes, handles, states };
}

async function sentryEstate(client: VendorClients["sentry"], organization: string, part: Part): Promise<SentryEstate> {
  const [detectors, workflows, members, teams, integrations] = await Promise.all([
    part("Sentry's monitors", () => client.detectors(organization)),
    part("Sentry's alerts", () => client.workflows(organization)),
    part(
      "Sentry's members",
      async () => new Set((await client.members(organization)).flatMap(({ user }) => user?.id ?? [])),
    ),
    part("Sentry's teams", async () => new Set((await client.teams(organization)).map(({ id }) => id))),
    part("Sentry's integrations", async () => {
      const all = await client.integrations(organization);
      return new Map(
        all.map(({ id, name, status, organizationIntegrationStatus: own }) => [
          id,
          { name, works: (own ?? status ?? "active") === "active" },
        ]),
      );
    }),
  ]);
  return { organization, detectors, workflows, members, teams, integrations };
}

async function cronProjects(client: VendorClients["vercel"]): Promise<VercelProject[]> {
  return (await client.projects()).map(({ id, name, crons }) => ({
    id,
    name,
    crons: crons === undefined ? null : { count: crons.definitions.length, disabled: crons.disabledAt !== null },
  }));
}

const destinationsOf = async (client: VendorClients["stripe"]): Promise<StripeReceivers> =>
  (await client.eventDestinations()).map((one) => ({
    ...one,
    url: kinds["event-destination"].naturalKey({}, one) ?? "",
  }));

function counts({ datadog, sentry, vercel, stripe }: Estate): Record<string, number> {
  const all: [string, readonly unknown[] | null | undefined][] = [
    ["Datadog monitors", datadog?.monitors],
    ["synthetic tests", datadog?.tests],
    ["Sentry monitors", sentry?.detectors],
    ["Sentry alerts", sentry?.workflows],
    ["Vercel projects", vercel?.projects],
    ["Stripe webhook endpoints", stripe?.endpoints],
    ["Stripe event destinations", stripe?.destinations],
  ];
  return Object.fromEntries(all.flatMap(([what, list]) => (list == null ? [] : [[what, list.length] as const])));
}
