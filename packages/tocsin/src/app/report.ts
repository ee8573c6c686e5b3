/** Reads everything that the report page shows, and writes the page. */

import path from "node:path";
import { readLiveStack } from "../drill/live-stack.ts";
import { type Covered, digestsOf } from "../gate/digest.ts";
import type { Definition } from "../model/definition.ts";
import type { Project } from "../model/project.ts";
import type { Resource, VendorName } from "../model/resource.ts";
import { runName } from "../model/stack.ts";
import { drillDirectory } from "../project/emulated.ts";
import type { ReportAlert, ReportData } from "../report/data.ts";
import { gather } from "../report/gather.ts";
import { renderPage } from "../report/page.ts";
import { valueNow } from "../routines/checks/signals-now.ts";
import { writeWhole } from "../shared/whole-file.ts";
import { type Clients, clientsFor } from "../vendors/clients.ts";
import type { Connections } from "../vendors/connections.ts";
import { type Failure, failureTexts } from "../vendors/http/failures.ts";
import { vendors } from "../vendors/index.ts";
import { withoutSecrets } from "../vendors/secrets.ts";
import type { Report } from "../verify/report.ts";
import { type LastDrill, lastDrill } from "./last-drill.ts";
import { attempt, partlyUnread, resourceStates, withFiredNever } from "./states-now.ts";

/** Seconds of history that a plot shows. */
const plotted = 86_400;

/** What the page is about. */
export type Reported = Pick<Project, "stack" | "definitions"> & Covered;

/**
 * Asks the vendors for what verify does not tell: which object is which, what fires, and the points of metrics. What cannot
 * be read is said on the page; it never fails for a vendor.
 */
export async function readReport(
  project: Reported,
  connections: Connections,
  verify: Report,
  last: LastDrill | null,
): Promise<ReportData> {
  const { stack, definitions, routes, resources } = project;
  const unread: Failure[] = [];
  const blind = new Set<VendorName>();
  const clients = clientsFor(connections, {});
  const [liveStack, found, histories] = await Promise.all([
    readLiveStack(resources, connections, stack.name),
    resourceStates(clients, project, unread, blind),
    attempt(unread, "the history of metrics", () => plotsOf(clients, resources), new Map<string, [number, number][]>()),
  ]);
  for (const error of liveStack.failed) unread.push({ what: "what is live", error });
  const states = withFiredNever(found, liveStack.pairs.values());
  const data = gather({
    stack,
    definitions,
    routes,
    resources,
    verify,
    pairs: liveStack.pairs,
    states,
    blind: partlyUnread(resources, blind, liveStack.unread),
    histories,
    drill: last?.drill ?? null,
    digests: last?.digests ?? null,
    current: digestsOf(project),
    datadogApi: connections.datadog?.url ?? "",
    unknown: [],
    // The vendors' own clock: by it they say since when something fires.
    madeAt: clients.datadog?.http.vendorTime ?? new Date(verify.checkedAt),
  });
  const sources = { stack, resources, ...clients };
  const read = (definition: Definition) =>
    attempt(unread, `the value of ${definition.id}`, () => valueNow(definition, sources), null);
  const alerts = await withValues(data.alerts, definitions, read);
  return { ...data, alerts, unknown: failureTexts(unread) };
}

/** Alerts of which the present value is read at most: each is a question of its own. */
const mostValues = 20;

/** The present values of those that fire or warn. */
async function withValues(
  alerts: readonly ReportAlert[],
  definitions: readonly Definition[],
  read: (definition: Definition) => Promise<string | null>,
): Promise<ReportAlert[]> {
  const loud = alerts.filter(({ state }) => state.now === "alert" || state.now === "warning").slice(0, mostValues);
  const values = new Map(
    await Promise.all(
      loud.map(async ({ id }) => {
        const definition = definitions.find((one) => one.id === id);
        return [id, definition === undefined ? null : await read(definition)] as const;
      }),
    ),
  );
  return alerts.map((alert) => ({ ...alert, value: values.get(alert.id) ?? null }));
}

async function plotsOf(clients: Clients, resources: readonly Resource[]): Promise<Map<string, [number, number][]>> {
  const found = await Promise.all(
    vendors.map(async ({ name, plots }) => {
      const client = clients[name];
      return client && plots ? [...(await plots(client, resources, plotted))] : [];
    }),
  );
  return new Map(found.flat());
}

/** Writes the page; a reader never sees half of it. @throws UsageError where it cannot be written */
export const writePage = (file: string, data: ReportData): void => writeWhole(file, withoutSecrets(renderPage(data)));

/** Where a stack's page lies unless somebody says otherwise. */
export const pageOf = (root: string, stack: string): string =>
  path.join(drillDirectory(root, stack), "reports", `${stack}.html`);

/** Writes the page of a look that was just taken, with what drills from this working copy have shown; returns its path. */
export async function keepPage(
  root: string,
  project: Reported,
  connections: Connections,
  verified: Report,
): Promise<string> {
  const name = runName(project.stack);
  const file = pageOf(root, name);
  writePage(file, await readReport(project, connections, verified, await lastDrill(drillDirectory(root, name), name)));
  return path.relative(root, file);
}
