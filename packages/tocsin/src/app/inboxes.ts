/** The places of a stack's routes, as a drill reads them back. */

import { placesOf } from "../drill/ground.ts";
import type { Project } from "../model/project.ts";
import { UsageError } from "../shared/usage-error.ts";
import type { Connections } from "../vendors/connections.ts";
import type { Inbox } from "../vendors/inbox.ts";
import { inboxesOf } from "../vendors/inboxes.ts";

/**
 * One inbox for every place that messages go to.
 * @throws UsageError naming what is needed to read them back: a drill that nobody can listen to is noise
 */
export function inboxesFor({ stack, definitions, routes }: Project, connections: Connections): Inbox[] {
  const places = [...new Set(definitions.flatMap((definition) => placesOf(definition, routes, stack).places))];
  const channels = places.filter((place) => place.startsWith("#"));
  const addresses = places.filter((place) => !place.startsWith("#"));
  const lacking = [
    ...(channels.length > 0 && connections.slack === undefined ? [`SLACK_TOKEN for ${channels.join(", ")}`] : []),
    ...(addresses.length > 0 && connections.mail === undefined ? [`TOCSIN_MAIL_URL for ${addresses.join(", ")}`] : []),
  ];
  if (lacking.length > 0) {
    throw new UsageError(`Set ${lacking.join(" and ")} in the environment: a drill reads back what arrives there.`);
  }
  return inboxesOf(connections, { channels, addresses });
}
