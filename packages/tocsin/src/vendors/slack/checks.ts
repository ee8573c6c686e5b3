import type { Resource } from "../../model/resource.ts";
import type { StackConfig } from "../../model/stack.ts";
import { about, type Check, named, type ProjectFacts, type Verdict } from "../check.ts";
import type { Finding } from "../finding.ts";
import { vendors } from "../index.ts";
import { byVendor, groupBy, type LiveObject } from "../live.ts";
import type { SlackChannel, SlackChannels } from "./channels.ts";

/**
 * Whether the channels that alerts write to are there and open, and those of routes hold the bot that reads deliveries.
 * A channel that Datadog's Slack integration does not have is not looked for: its handle leads nowhere as it is.
 */
export function slackChecks(client: SlackChannels, { config }: ProjectFacts, resources: readonly Resource[]): Check[] {
  const { size } = channelsOf(config, resources);
  if (size === 0) return [];
  const check: Check = {
    vendor: "slack",
    kind: "channel",
    covers: `${size === 1 ? "1 Slack channel was" : `${size} Slack channels were`}`,
    look: async () => {
      const channels = await client.all();
      return ({ acting, live }) => {
        const used = channelsOf(config, acting, live);
        return judgeChannels(channels, used, new Set(Object.values(config.channels)));
      };
    },
  };
  return [check];
}

/** What is said in place of the check where no connection to Slack is known; null where nothing is to be checked. */
export function slackNotChecked({ config }: ProjectFacts, resources: readonly Resource[]): string | null {
  const channels = [...channelsOf(config, resources).keys()];
  if (channels.length === 0) return null;
  const whether =
    channels.length === 1
      ? `channel ${channels[0]} exists and holds`
      : `channels ${channels.join(", ")} exist and hold`;
  return `Whether the Slack ${whether} the bot: set SLACK_TOKEN to a bot's token to have it checked.`;
}

/** Slack channels, with their `#`, each with the definitions whose messages name it. */
export function channelsOf(
  stack: StackConfig,
  resources: readonly Resource[],
  live?: readonly LiveObject[],
): Map<string, string[]> {
  const stored = byVendor(resources);
  const named = vendors.flatMap(({ name, slackChannels }) => {
    const own = stored.get(name);
    return own === undefined ? [] : (slackChannels?.(own, stack, live) ?? []);
  });
  const found = groupBy(named, ({ channel }) => channel);
  return new Map([...found].map(([channel, all]) => [channel, [...new Set(all.map(({ definition }) => definition))]]));
}

/**
 * `used`: channels with their `#`, each with the definitions whose messages go there.
 * @param read those in which deliveries are read back; left out: all
 */
export function judgeChannels(
  live: readonly SlackChannel[],
  used: ReadonlyMap<string, readonly string[]>,
  read?: ReadonlySet<string>,
): Verdict {
  const findings = [...used].flatMap(([channel, definitions]): Finding[] => {
    // An archived channel keeps its name until another takes it.
    const same = live.filter(({ name }) => `#${name}` === channel);
    const found = same.find((one) => !one.is_archived) ?? same[0];
    const subject = {
      ...about("slack", "channel", found?.id ?? channel, definitions),
      class: "broken-route" as const,
    };
    const lost = `messages of ${named(definitions)} do not arrive there`;
    if (found === undefined) {
      const message = `Slack has no channel ${channel} that the bot can see: ${lost}.`;
      return [{ ...subject, path: "name", expected: channel, actual: null, message }];
    }
    if (found.is_archived) {
      const message = `The Slack channel ${channel} is archived: ${lost}.`;
      return [{ ...subject, path: "is_archived", expected: false, actual: true, message }];
    }
    if (found.is_member || read?.has(channel) === false) return [];
    const message = `The bot is not in the Slack channel ${channel}: what arrives cannot be read back. Invite it.`;
    return [{ ...subject, path: "is_member", expected: true, actual: false, message }];
  });
  return { findings };
}
