import type { Resource } from "../../../model/resource.ts";
import { about, asLive, type Check, named, type Verdict } from "../../check.ts";
import type { Finding } from "../../finding.ts";
import { textOf } from "../../live.ts";
import type { DatadogClient } from "../client.ts";
import { handlesIn, isAddress, registeredHandles } from "../handles.ts";

/**
 * Whether Datadog can notify everybody that the messages of monitors and tests name. Addresses and registered channels are
 * known without a question, so that most stacks need none.
 */
export function handlesCheck(client: DatadogClient, resources: readonly Resource[]): Check {
  return {
    vendor: "datadog",
    kind: "handle",
    covers: "Whether the handles that messages name exist was",
    look: async (lists) => {
      const live = await lists;
      const sure = new Set([...registeredHandles(resources), ...registeredHandles(live)]);
      // Not yet paired: a message of ours, as the code has it or as it is live, carries our marks.
      const ours = [...resources, ...live.filter(({ identity }) => identity !== null)];
      const open = ours.flatMap(handlesOf).some((handle) => !sure.has(handle));
      const known = open ? new Set([...sure, ...(await client.handles())]) : sure;
      return ({ pairs }) => judgeHandles(known, asLive(resources, pairs));
    },
  };
}

/** One finding for each handle that leads nowhere. Pure. */
function judgeHandles(known: ReadonlySet<string>, resources: readonly Resource[]): Verdict {
  const users = new Map<string, string[]>();
  for (const resource of resources) {
    const { definition } = resource;
    if (definition === null) continue;
    for (const handle of handlesOf(resource).filter((one) => !known.has(one)))
      users.set(handle, [...(users.get(handle) ?? []), definition]);
  }
  const findings = [...users].map(([handle, definitions]): Finding => {
    const message = `Datadog knows no ${handle}: notifications of ${named(definitions)} do not arrive there.`;
    const subject = { ...about("datadog", "handle", handle, definitions), class: "broken-route" as const };
    return { ...subject, path: "message", expected: handle, actual: null, message };
  });
  return { findings };
}

const handlesOf = ({ kind, body }: Pick<Resource, "kind" | "body">): string[] =>
  kind === "monitor" || kind === "synthetics-test"
    ? handlesIn(textOf(body, "message")).filter((handle) => !isAddress(handle))
    : [];
