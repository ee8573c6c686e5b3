import { readMonitor } from "../../import/datadog.ts";
import { readTest } from "../../import/datadog-test.ts";
import { type Draft, Inexpressible, type Reading, reading } from "../../import/draft.ts";
import { onlyOn, projectOf, readDetector } from "../../import/sentry.ts";
import { isOnIssues, readIssueAlert } from "../../import/sentry-issues.ts";
import { likelyVariables, placeOf, readEndpoint } from "../../import/stripe.ts";
import { withArticle } from "../../model/article.ts";
import type { StackConfig } from "../../model/stack.ts";
import { UsageError } from "../../shared/usage-error.ts";
import { clientsFor } from "../../vendors/clients.ts";
import type { Connections } from "../../vendors/connections.ts";
import { liveDashboard, liveMonitor, liveObjective, liveTest } from "../../vendors/datadog/live.ts";
import { kinds } from "../../vendors/kinds.ts";
import type { LiveObject } from "../../vendors/live.ts";
import { liveDetector, liveWorkflow } from "../../vendors/sentry/live.ts";
import { liveDestination, liveEndpoint } from "../../vendors/stripe/live.ts";
import { liveVariable } from "../../vendors/vercel/live.ts";

const vendors = ["datadog", "sentry", "stripe"] as const;
type ImportableVendor = (typeof vendors)[number];

/** @throws UsageError for a vendor whose objects are not imported */
export function importableVendor(name: string): ImportableVendor {
  const known = vendors.find((vendor) => vendor === name);
  if (known === undefined)
    throw new UsageError(`Resources of "${name}" cannot be imported; these can: ${vendors.join(", ")}.`);
  return known;
}

interface Where {
  connections: Connections;
  stack: StackConfig;
  /** Stripe: the variable that holds the signing secret; null when nobody said. */
  secretVariable: string | null;
  /** It is to be imported verbatim: what a definition would need is not asked for. */
  verbatim: boolean;
}

/** An object as it is live, and what it says of a definition. */
export interface FoundObject {
  live: LiveObject;
  reading: Reading;
  /** For Sentry's monitors: name of the project in the stack file; null where it has none. */
  project: string | null;
  /** For Sentry's monitors: alerts that notify of this one and of no other. */
  alerts?: LiveObject[];
}

/**
 * Looks an object up by its id.
 * @throws UsageError when it is not there; VendorError when that cannot be told
 */
export async function find(vendor: ImportableVendor, id: string, where: Where): Promise<FoundObject> {
  return await { datadog: inDatadog, sentry: inSentry, stripe: inStripe }[vendor](id, where);
}

const absent = (what: string, id: string) => new UsageError(`There is no ${what} with the id ${id}.`);

function found(live: LiveObject, read: () => Draft): FoundObject {
  return { live, reading: reading(read), project: null };
}

/** What no definition describes is imported verbatim only. */
const onlyVerbatim = (live: LiveObject): FoundObject =>
  found(live, () => {
    throw new Inexpressible(`${withArticle(kinds[live.kind].label)} is imported with --verbatim only`);
  });

/** The links of notifications lead to the monitor that a synthetic test brings. */
function partOfTest(
  id: number,
  tests: readonly { public_id: string; monitor_id?: number | null | undefined }[],
): UsageError {
  const test = tests.find(({ monitor_id }) => monitor_id === id)?.public_id;
  const next = test === undefined ? "Import that test by its id." : `Import that: tocsin import datadog ${test}`;
  return new UsageError(`The monitor ${id} is part of a synthetic test. ${next}`);
}

async function inDatadog(id: string, { connections, stack }: Where): Promise<FoundObject> {
  const client = given(clientsFor(connections, {}).datadog, "Datadog");
  if (/^\d+$/.test(id)) {
    const monitor = (await client.monitors()).find((one) => String(one.id) === id);
    if (monitor === undefined) throw absent("monitor at Datadog", id);
    const [live] = liveMonitor(monitor);
    if (live === undefined) throw partOfTest(monitor.id, await client.syntheticsTests());
    return found(live, () => readMonitor(live, stack));
  }
  if (/^[0-9a-f]{32}$/.test(id)) {
    const objective = (await client.objectives()).map(liveObjective).find(({ vendorId }) => vendorId === id);
    if (objective === undefined) throw absent("objective at Datadog", id);
    return onlyVerbatim(objective);
  }
  const live = (await client.syntheticsTests()).map(liveTest).find(({ vendorId }) => vendorId === id);
  if (live !== undefined) return found(live, () => readTest(live, stack));
  // Ids of tests and dashboards look alike.
  const dashboard = (await client.dashboards()).find((one) => one.id === id);
  if (dashboard === undefined) throw absent("synthetic test or dashboard at Datadog", id);
  return onlyVerbatim(liveDashboard(await client.dashboard(id)));
}

async function inSentry(id: string, { connections, stack }: Where): Promise<FoundObject> {
  const client = given(clientsFor(connections, {}).sentry, "Sentry");
  const { organization } = stack.sentry;
  const detectors = (await client.detectors(organization)).map((one) => liveDetector(organization, one));
  const live = detectors.find(({ vendorId }) => vendorId === id);
  const workflows = (await client.workflows(organization)).map((one) => liveWorkflow(organization, one));
  if (live === undefined) {
    const alert = workflows.find(({ vendorId }) => vendorId === id);
    if (alert === undefined) throw absent("monitor or alert at Sentry", id);
    return isOnIssues(alert, stack) ? found(alert, () => readIssueAlert(alert, stack)) : onlyVerbatim(alert);
  }
  const reading = found(live, () => readDetector(live, detectors, workflows, stack));
  return { ...reading, project: projectOf(live, detectors, stack), alerts: onlyOn(id, workflows) };
}

async function inStripe(id: string, { connections, stack, secretVariable, verbatim }: Where): Promise<FoundObject> {
  const clients = clientsFor(connections, {});
  const client = given(clients.stripe, "Stripe");
  // Their ids begin apart: a key that may not read the one kind finds the other.
  const isDestination = id.startsWith("ed_");
  const all = isDestination
    ? (await client.eventDestinations()).map(liveDestination)
    : (await client.webhookEndpoints()).map(liveEndpoint);
  const live = all.find(({ vendorId }) => vendorId === id);
  if (live === undefined) throw absent(`${isDestination ? "event destination" : "webhook endpoint"} at Stripe`, id);
  if (verbatim) return onlyVerbatim(live);
  const vercel = given(clients.vercel, "Vercel");
  const place = reading(() => readEndpoint(live, [], secretVariable ?? "UNKNOWN", stack));
  if ("reasons" in place) return { live, reading: place, project: null };
  const { projectId } = placeOf(live, stack);
  const variables = (await vercel.environmentVariables(projectId)).map((one) => liveVariable(projectId, one));
  const likely = likelyVariables(variables);
  const variable = secretVariable ?? (likely.length === 1 ? likely[0] : undefined);
  if (variable === undefined) {
    const seen = likely.length === 0 ? "" : ` (${likely.join(", ")})`;
    throw new UsageError(
      `Which environment variable gives the endpoint's signing secret to the service${seen}? Say it with --secret-variable NAME.`,
    );
  }
  return found(live, () => readEndpoint(live, variables, variable, stack));
}

function given<T>(connection: T | undefined, vendor: string): T {
  if (connection === undefined) throw new UsageError(`No connection to ${vendor} is configured.`);
  return connection;
}
