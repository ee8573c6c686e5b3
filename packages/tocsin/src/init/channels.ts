import { type Answers, severities } from "./answers.ts";

/**
 * Channels by the name that routes use: that of the first route with it, with a number from its second on. One channel has one
 * name, because Datadog knows it once.
 */
export function channelNames(routes: Answers["routes"]): Map<string, string> {
  const names = new Map<string, string>();
  for (const severity of severities) {
    routes[severity].slack.forEach((channel, at) => {
      if (!names.has(channel)) names.set(channel, at === 0 ? severity : `${severity}-${at + 1}`);
    });
  }
  return names;
}

/** The names with their channels, as a stack file has them. */
export const channelsOf = (routes: Answers["routes"]): Record<string, string> =>
  Object.fromEntries([...channelNames(routes)].map(([channel, name]) => [name, channel]));
