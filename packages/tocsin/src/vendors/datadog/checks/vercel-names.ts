import type { Resource } from "../../../model/resource.ts";
import type { StackConfig } from "../../../model/stack.ts";
import type { Check, ProjectFacts } from "../../check.ts";
import { type Carrier, judgeSilence } from "../../silence.ts";
import type { DatadogClient } from "../client.ts";
import { knownNames, servedLines } from "../query.ts";
import { type LoggedNames, loggedNames } from "../signals.ts";
import type { ReadSource } from "./carriers.ts";

/**
 * Whether the lines of Vercel's services have the attributes that queries ask for. What a line carries depends on the
 * account's log pipeline: a count of an attribute that no line has is 0 for ever, and a search for it finds nothing, whatever
 * happens to the app. A service without any line tells nothing of that: it is silent, which is a finding of its own.
 */

/** As far back as a nightly job may have written the only lines. */
export const withinSeconds = 26 * 3600;

/** A setting of the stack file that names an attribute, and the alerts that need it, by service. */
export interface NamedAttribute {
  setting: "requestId" | "environment";
  name: string;
  /** By service, the objects whose query asks for it. */
  users: ReadonlyMap<string, Resource[]>;
}

export function namedAttributes(sources: readonly ReadSource[], { datadog }: StackConfig): NamedAttribute[] {
  const usersOf = (some: "monitors" | "byRequests") =>
    new Map(
      sources.flatMap(({ source, [some]: users }) =>
        source.kind === "vercel" && users.length > 0 ? [[source.service, users] as const] : [],
      ),
    );
  const { requestId, environment } = datadog.vercelLogs;
  return [
    { setting: "environment" as const, name: environment, users: usersOf("monitors") },
    { setting: "requestId" as const, name: requestId, users: usersOf("byRequests") },
  ].filter(({ users }) => users.size > 0);
}

/** What has come of each service (by its name in the stack file) in the last day. */
export async function arrivedNames(
  client: DatadogClient,
  { config }: ProjectFacts,
  services: readonly string[],
): Promise<Map<string, LoggedNames>> {
  if (services.length === 0) return new Map();
  const { requestId, environment } = config.datadog.vercelLogs;
  const names = new Set([environment, requestId, ...knownNames.environment, ...knownNames.requestId]);
  const searches = services.map((service) => servedLines(service, config));
  const found = await loggedNames(client.http, searches, [...names], withinSeconds);
  const projects = config.vercel.projects;
  return new Map(
    services.flatMap((service) => {
      const logged = found.get(projects[service]?.name ?? service);
      return logged === undefined ? [] : [[service, logged] as const];
    }),
  );
}

/** The services whose lines come, and none of them with the attribute. */
export function lacking(
  { name, users }: Pick<NamedAttribute, "name" | "users">,
  arrived: ReadonlyMap<string, LoggedNames>,
) {
  return [...users.keys()].filter((service) => arrived.get(service)?.names.has(name) === false).sort();
}

export function vercelNamesCheck(
  attributes: readonly NamedAttribute[],
  arrived: () => Promise<ReadonlyMap<string, LoggedNames>>,
  { config }: ProjectFacts,
): Check[] {
  if (attributes.length === 0) return [];
  const named = attributes.map(({ name }) => name).join(" and ");
  return [
    {
      vendor: "datadog",
      kind: "log-attribute",
      covers: `Whether log lines of Vercel have ${named} was`,
      look: async () => {
        const found = await arrived();
        const carriers = namesThatLack(attributes, found, config.name);
        return (known) => judgeSilence(carriers, known);
      },
    },
  ];
}

/** The names that no line of some service has, each with what comes in its place. */
export const namesThatLack = (
  attributes: readonly NamedAttribute[],
  arrived: ReadonlyMap<string, LoggedNames>,
  stack: string,
): Carrier[] => attributes.flatMap((attribute) => carrierOf(attribute, arrived, stack));

function carrierOf(attribute: NamedAttribute, arrived: ReadonlyMap<string, LoggedNames>, stack: string): Carrier[] {
  const { setting, name, users } = attribute;
  const services = lacking(attribute, arrived);
  if (services.length === 0) return [];
  const seen = services.flatMap((service) => [...(arrived.get(service)?.names ?? [])]);
  const instead = knownNames[setting].filter((other) => other !== name && seen.includes(other));
  const lines = services.reduce((sum, service) => sum + (arrived.get(service)?.lines ?? 0), 0);
  const what = `log lines of ${services.join(" and ")}`;
  const why = setting === "requestId" ? "counts of requests stay 0" : "searches by environment find nothing";
  return [
    {
      vendor: "datadog",
      kind: "log-attribute",
      vendorId: name,
      what: `${name} of ${what}`,
      path: name,
      withinSeconds,
      resources: services.flatMap((service) => users.get(service) ?? []),
      instead,
      told: `None of the ${lines} ${what} in the last 26 h has ${name}, so ${why} and the alerts cannot fire. ${settingText(`vercelLogs.${setting}`, instead, stack)}`,
    },
  ];
}

/** Which setting is wrong, and what it has to be where that is known. */
export function settingText(setting: string, instead: readonly string[], stack: string): string {
  const file = `tocsin:datadog.${setting} in Pulumi.${stack}.yaml`;
  const [only, ...more] = instead;
  if (only === undefined) return `No other name that is known comes either: look at a line in Datadog and set ${file}.`;
  const come = more.length === 0 ? `${only} comes` : `${instead.join(" and ")} come`;
  return `${come} instead: set ${file} to "${only}", then run \`tocsin up --stack ${stack}\`.`;
}
