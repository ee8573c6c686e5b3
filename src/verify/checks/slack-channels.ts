import type { SlackChannel, SlackChannels } from "../../vendors/slack/channels.ts";
import type { Finding } from "../report.ts";
import { about, type Check, named, type Verdict } from "./check.ts";

/** Whether the channels that routes name are there, open, and hold the bot that reads deliveries. */
export function slackCheck(client: SlackChannels, used: ReadonlyMap<string, readonly string[]>): Check {
  return {
    vendor: "slack",
    kind: "channel",
    covers: `${used.size === 1 ? "1 Slack channel was" : `${used.size} Slack channels were`}`,
    look: async () => {
      const channels = await client.all();
      return () => judgeChannels(channels, used);
    },
  };
}

/** `used`: channels with their `#`, each with the definitions whose messages go there. */
export function judgeChannels(live: readonly SlackChannel[], used: ReadonlyMap<string, readonly string[]>): Verdict {
  const findings = [...used].flatMap(([channel, definitions]): Finding[] => {
    // An archived channel keeps its name until another takes it.
    const same = live.filter(({ name }) => `#${name}` === channel);
    const found = same.find((one) => !one.is_archived) ?? same[0];
    const subject = {
      ...about("slack", "channel", found?.id ?? channel, definitions),
      class: "broken-route" as const,
    };
    const lost = `messages of ${named(definitions)} are not heard there`;
    if (found === undefined) {
      const message = `Slack has no channel ${channel} that the bot can see: ${lost}.`;
      return [{ ...subject, path: "name", expected: channel, actual: null, message }];
    }
    if (found.is_archived) {
      const message = `The Slack channel ${channel} is archived: ${lost}.`;
      return [{ ...subject, path: "is_archived", expected: false, actual: true, message }];
    }
    if (found.is_member) return [];
    const message = `The bot is not in the Slack channel ${channel}: what arrives cannot be read back. Invite it.`;
    return [{ ...subject, path: "is_member", expected: true, actual: false, message }];
  });
  return { findings };
}
