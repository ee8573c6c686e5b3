/** What depends on the account, asked of what has really come: names, series, transactions, and how much of the logs is forwarded. */

import type { ProjectFacts } from "../vendors/check.ts";
import { neverSeenAtDatadog } from "../vendors/datadog/checks/never-seen.ts";
import { objectiveServices, silentObjectives } from "../vendors/datadog/checks/objective-series.ts";
import { arrivedNames, namedAttributes, namesThatLack } from "../vendors/datadog/checks/vercel-names.ts";
import { DatadogClient } from "../vendors/datadog/client.ts";
import { VendorError } from "../vendors/http/errors.ts";
import { type NeverSeen, neverSeenText } from "../vendors/never-seen.ts";
import { neverSeenAtSentry } from "../vendors/sentry/checks/never-seen.ts";
import { SentryClient } from "../vendors/sentry/client.ts";
import { silenceText } from "../vendors/silence.ts";
import { VercelClient } from "../vendors/vercel/client.ts";
import type { ForwardedProject } from "../vendors/vercel/drains.ts";
import { poolLines } from "./pool.ts";
import { type Line, left, ok } from "./report.ts";
import { samplingLines } from "./sampling.ts";
import type { Patient } from "./vendors.ts";

/** A look, not a siege. */
const limits = { tries: 2, timeoutMs: 10_000, deadlineMs: 25_000 };

/** Looks at what every vendor has been sent; a vendor that does not answer is a line, too. */
export async function accountLines(patient: Patient): Promise<Line[]> {
  const { connections, stack, definitions, resources, sqlProbes } = patient;
  const facts: ProjectFacts = { config: stack, definitions, sqlProbes };
  const looks: [area: string, what: string, look: () => Promise<Line[]>][] = [];
  if (connections.datadog) {
    const client = new DatadogClient(connections.datadog, limits);
    looks.push(["datadog", "names that the account gives", () => nameLines(client, facts, resources)]);
    looks.push(["supabase", "sizes of poolers", () => poolLines(client, facts)]);
    looks.push([
      "datadog",
      "paths of requests",
      async () => seenLines("datadog", await neverSeenAtDatadog(client, stack, definitions)),
    ]);
  }
  if (connections.sentry) {
    const client = new SentryClient(connections.sentry, limits);
    const look = async () => seenLines("sentry", await neverSeenAtSentry(client, stack, definitions));
    looks.push(["sentry", "tags and transactions", look]);
  }
  const projects = readProjects(facts, resources);
  if (connections.vercel && projects.size > 0) {
    const client = new VercelClient(connections.vercel, limits);
    looks.push(["vercel", "sampling of log lines", async () => samplingLines(await client.drains(), projects)]);
  }
  const lines = await Promise.all(
    looks.map(async ([area, what, look]) => {
      try {
        return await look();
      } catch (error) {
        if (!(error instanceof VendorError)) throw error;
        return [
          left(area, what, error.message, "Look again when the vendor answers, or with a credential that may read it."),
        ];
      }
    }),
  );
  return lines.flat();
}

/** Vercel projects whose lines alerts or objectives read, by service. */
function readProjects(facts: ProjectFacts, resources: Patient["resources"]): Map<string, ForwardedProject> {
  const read = new Set(services(facts, resources));
  return new Map(Object.entries(facts.config.vercel.projects).filter(([service]) => read.has(service)));
}

const services = (facts: ProjectFacts, resources: Patient["resources"]): string[] => [
  ...new Set([
    ...namedAttributes(facts, resources).flatMap(({ users }) => [...users.keys()]),
    ...objectiveServices(resources, facts),
  ]),
];

/** Request id, environment, and the series that objectives count: as the stack file names them, or what comes instead. */
async function nameLines(client: DatadogClient, facts: ProjectFacts, resources: Patient["resources"]): Promise<Line[]> {
  const attributes = namedAttributes(facts, resources);
  const read = services(facts, resources);
  if (read.length === 0) return [];
  const arrived = await arrivedNames(client, facts, read);
  const lines = [...arrived.values()].reduce((sum, one) => sum + one.lines, 0);
  const area = "datadog";
  if (lines === 0) {
    const found = `no line of ${read.join(" and ")} in 26 h: nothing to tell names by`;
    return [
      left(
        area,
        "names in log lines",
        found,
        "Look again once the apps have had traffic and their lines reach Datadog.",
      ),
    ];
  }
  const wrong = namesThatLack(attributes, arrived, facts.config.name);
  const objectives = await silentObjectives(client, async () => arrived, facts, resources);
  const carriers = [...wrong, ...objectives];
  const good = attributes.filter(({ name }) => wrong.every(({ path }) => path !== name));
  return [
    ...good.map(({ setting, name }) =>
      ok(
        area,
        setting === "requestId" ? "request id" : "environment of log lines",
        `${name}, as the ${lines} lines of 26 h have it`,
      ),
    ),
    ...(objectives.length === 0 && objectiveServices(resources, facts).length > 0
      ? [ok(area, "series of objectives", "they come, with the tags that are counted")]
      : []),
    ...carriers.map(
      (carrier): Line => ({
        ...{ area, what: carrier.what, verdict: "wrong" },
        found: carrier.instead?.length ? `${carrier.instead.join(" and ")} in its place` : "it does not come",
        remedy: silenceText(
          carrier,
          carrier.resources.flatMap(({ definition }) => definition ?? []),
        ),
      }),
    ),
  ];
}

/** Names that definitions look for and nothing has sent. */
function seenLines(area: "datadog" | "sentry", unseen: readonly NeverSeen[]): Line[] {
  if (unseen.length === 0) {
    return [
      ok(
        area,
        area === "sentry" ? "tags and transactions" : "paths of requests",
        "each has been seen, or its source is silent",
      ),
    ];
  }
  return unseen.map(
    (one): Line => ({
      ...{ area, what: `${one.watched.text} (${one.watched.definition})`, verdict: "wrong" },
      found: neverSeenText(one),
      remedy: `Spell ${one.watched.text} in ${one.watched.definition} as the app does: the alert would not fire.`,
    }),
  );
}
