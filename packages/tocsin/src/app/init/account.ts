/** What only an account's own lines and settings tell, on a first day: settings of the stack file, and what is not as it should be. */

import type { AccountSettings } from "create-tocsin";
import { allClients } from "../../vendors/clients.ts";
import { type AccountNames, accountNames } from "../../vendors/datadog/account.ts";
import { knownNames } from "../../vendors/datadog/query.ts";
import type { VendorConnections } from "../../vendors/registry.ts";
import { samplingLines } from "../../vendors/vercel/sampling.ts";
import { type Look, limits, look, toldBy } from "./discover.ts";

/** As far back as a nightly job may have written the only lines. */
const seconds = 26 * 3600;

export interface AccountFound {
  settings: Look<AccountSettings>;
  /** What was read, one line; empty where no line has come. */
  found: string[];
  /** Sentences. */
  warnings: Look<string[]>;
}

/**
 * Reads what the projects' log lines and points are called, and how many of the lines Vercel forwards.
 * @param projects services by the Vercel project that each is
 */
export async function lookAtAccount(
  connections: Partial<Pick<VendorConnections, "datadog" | "vercel">>,
  team: string,
  projects: readonly { service: string; id: string; name: string }[],
): Promise<AccountFound> {
  const { datadog, vercel } = connections;
  const names = projects.map(({ name }) => name);
  const [told, warnings] = await Promise.all([
    look(
      async (): Promise<AccountNames | null> =>
        datadog === undefined
          ? null
          : accountNames(allClients({ datadog }, ["datadog"], limits).datadog.http, names, seconds),
    ),
    look(async () => {
      if (vercel === undefined || projects.length === 0) return [];
      const drains = await allClients({ vercel: { ...vercel, team } }, ["vercel"], limits).vercel.drains();
      const byService = new Map(projects.map(({ id, service }) => [service, { id }]));
      const lines = samplingLines(drains, byService).filter(({ verdict }) => verdict === "wrong");
      return lines.map(({ what, found, remedy }) => `${what}: ${found}. ${remedy}`);
    }),
  ]);
  const known = toldBy(told);
  return {
    settings: known === null && "failed" in told ? told : { value: settingsOf(known) },
    found: known === null || known.lines === 0 ? [] : [foundLine(known)],
    warnings,
  };
}

/** What differs from what a stack file without them has. */
function settingsOf(names: AccountNames | null): AccountSettings {
  const { requestId, environment } = names?.vercelLogs ?? {};
  const tags = names?.vercelMetrics ?? {};
  const unlike = (key: string, name: string | undefined, standard: string) =>
    name === undefined || name === standard ? {} : { [key]: name };
  const vercelLogs = {
    ...unlike("requestId", requestId, knownNames.requestId[0]),
    ...unlike("environment", environment, knownNames.environment[0]),
  };
  const vercelMetrics = {
    ...unlike("environment", tags.environment, knownNames.metricEnvironment[0]),
    ...unlike("statusCode", tags.statusCode, knownNames.metricStatusCode[0]),
  };
  return {
    ...(Object.keys(vercelLogs).length === 0 ? {} : { vercelLogs }),
    ...(Object.keys(vercelMetrics).length === 0 ? {} : { vercelMetrics }),
  };
}

function foundLine({ lines, vercelLogs, vercelMetrics }: AccountNames): string {
  const name = (what: string, value: string | undefined) => `${what}: ${value ?? "not told by any"}`;
  const parts = [
    `log lines of a day: ${lines}`,
    name("request id", vercelLogs.requestId),
    name("environment", vercelLogs.environment),
    name("its tag in metrics", vercelMetrics.environment),
  ];
  return `${"datadog".padEnd(8)} ${parts.join(", ")}`;
}
