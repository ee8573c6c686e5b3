import type { Definition } from "../model/definition.ts";
import { ConfigurationError } from "../model/problem.ts";
import type { Project } from "../model/project.ts";
import type { Resource } from "../model/resource.ts";
import type { Shard } from "../model/stack.ts";

/**
 * The part of a project that one shard is. What several definitions share (a channel, a variable) belongs to the shard of the
 * first service that needs it, so that it is made once. Pure.
 * @param make compiles some of the definitions, with the settings of the whole stack
 * @throws ConfigurationError when a service is in no shard or in two, or two shards cannot do without each other
 */
export function partOf(
  whole: Project,
  shard: Shard,
  shards: readonly Shard[],
  make: (definitions: readonly Definition[]) => Pick<Resource, "name">[],
): Project {
  const services = [...new Set(whole.definitions.map(({ service }) => service))].sort();
  refuseGaps(whole.stack.name, services, shards);
  const mine = new Set(shard.services);
  const owners = ownersOf(whole.definitions, services, make);
  const isMine = (resource: Resource) => mine.has(owners.get(resource.name) ?? services[0] ?? "");
  const resources = whole.resources.filter(isMine);
  const names = new Set(resources.map(({ name }) => name));
  for (const { name, refs } of resources) {
    const foreign = refs.find((ref) => !names.has(ref.resource));
    if (foreign === undefined) continue;
    throw new ConfigurationError(
      `Shard ${shard.name}: ${name} needs ${foreign.resource}, which is made for ${owners.get(foreign.resource) ?? services[0]}. Put both services into one shard.`,
    );
  }
  const own = <T extends { service: string }>(all: readonly T[]) => all.filter(({ service }) => mine.has(service));
  return {
    ...whole,
    definitions: own(whole.definitions),
    written: own(whole.written),
    resources,
    raws: whole.raws.filter(({ id }) => resources.some(({ definition }) => definition === id)),
    imported: new Map([...whole.imported].filter(([name]) => names.has(name))),
    whole,
  };
}

/** The shard that tells what belongs to no definition. */
export const isFirst = ({ name, of }: Shard, whole: Project, shards: readonly Shard[]): boolean => {
  const [first] = whole.definitions.map(({ service }) => service).sort();
  return shards.find((one) => one.of === of && one.services.includes(first ?? ""))?.name === name;
};

/** The service for which each object is made, by the object's name. */
function ownersOf(
  definitions: readonly Definition[],
  services: readonly string[],
  make: (definitions: readonly Definition[]) => Pick<Resource, "name">[],
): Map<string, string> {
  const owners = new Map<string, string>();
  for (const service of services) {
    const needed = make(definitions.filter((definition) => definition.service === service));
    for (const { name } of needed) if (!owners.has(name)) owners.set(name, service);
  }
  return owners;
}

function refuseGaps(stack: string, services: readonly string[], shards: readonly Shard[]): void {
  const problems = services.flatMap((service) => {
    const holders = shards.filter((shard) => shard.services.includes(service)).map(({ name }) => name);
    if (holders.length === 1) return [];
    return [holders.length === 0 ? `${service} is in no shard` : `${service} is in ${holders.join(" and in ")}`];
  });
  const unknown = shards.flatMap(({ name, services: own }) =>
    own
      .filter((service) => !services.includes(service))
      .map((service) => `${name} names ${service}, which no definition has`),
  );
  const all = [...problems, ...unknown];
  if (all.length > 0) throw new ConfigurationError(`The shards of stack ${stack} do not fit: ${all.join("; ")}.`);
}
