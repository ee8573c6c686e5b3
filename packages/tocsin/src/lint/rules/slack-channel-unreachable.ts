import { rule } from "../rule.ts";

export const slackChannelUnreachable = rule({
  id: "slack/channel-unreachable",
  severity: "error",
  title: "The Slack channel is gone, archived, or without the bot",
  looksAt: "live",
  check: ({ channels }, { config }) => {
    if (channels === null) return [];
    return Object.entries(config.channels).flatMap(([key, name]) => {
      const found = channels.get(name.replace(/^#/, ""));
      const problem =
        found === undefined
          ? "is not there, or private and without the bot"
          : found.archived
            ? "is archived"
            : found.member
              ? null
              : "has no bot of ours in it, so no drill can read it";
      if (problem === null) return [];
      return [
        {
          definition: null,
          subject: name,
          at: null,
          in: { file: `Pulumi.${config.name}.yaml`, key },
          message: `Slack channel ${name} ${problem}`,
          remedy: `Repair the channel, or correct \`tocsin:channels\` in Pulumi.${config.name}.yaml.`,
        },
      ];
    });
  },
});
