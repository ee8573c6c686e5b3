import { parseDocument, stringify } from "yaml";
import { z } from "zod";
import type { Answers } from "./answers.ts";
import { severities } from "./answers.ts";

/** `Pulumi.<stack>.yaml` as text. What nobody knows yet is a placeholder, which no command takes for a value. */

/** What a vendor's part holds that the team does not use: the shape asks for it, nothing reads it. */
const unused = "not-used";

/** The version that endpoints of new definitions are made in. */
const stripeVersion = "2026-10-28.endive";

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

/** For a stack whose routes another one's answers have named: every name that they may have, with this stack's channel. */
export const channelsByRoute = ({ routes }: Answers): Record<string, string> =>
  Object.fromEntries(
    severities.flatMap((severity) =>
      routes[severity].slack.map((channel, at) => [at === 0 ? severity : `${severity}-${at + 1}`, channel]),
    ),
  );

/** The names with their channels, as a stack file has them. */
const channelsOf = (answers: Answers): Record<string, string> =>
  Object.fromEntries([...channelNames(answers.routes)].map(([channel, name]) => [name, channel]));

/** The stack that was asked about. */
export function stackFile(answers: Answers, channels = channelsOf(answers)): string {
  const { stack, allowDrills, services } = answers;
  const uses = (vendor: Answers["vendors"][number]) => answers.vendors.includes(vendor);
  const sentryNames = uses("sentry") ? answers.sentryProjects.map(({ name }) => name) : [];
  const config = {
    "datadog:validate": "false",
    "tocsin:allowDrills": allowDrills,
    "tocsin:runbooks": answers.runbooks,
    "tocsin:datadog": {
      slackAccount: uses("datadog") ? answers.slackAccount : unused,
      locations: answers.locations,
    },
    "tocsin:sentry": {
      organization: uses("sentry") ? answers.organization : unused,
      environment: answers.environment,
      slackIntegration: uses("sentry") ? (answers.slackIntegration ?? "<id of Sentry's Slack integration>") : "1",
      projects: uses("sentry")
        ? Object.fromEntries(
            answers.sentryProjects.map(({ name, slug, errorMonitor }) => [
              name,
              { slug, errorMonitor: errorMonitor ?? "<id of its error monitor>" },
            ]),
          )
        : {},
    },
    "tocsin:vercel": {
      team: uses("vercel") ? answers.team : unused,
      ...(answers.teamSlug === null ? {} : { teamSlug: answers.teamSlug }),
      projects: Object.fromEntries(
        services.map(({ name, project, url }) => [
          name,
          {
            id: project?.id ?? (uses("vercel") ? "<project id>" : unused),
            name: project?.name ?? name,
            logEnvironment: "production",
            url: url ?? "<https address>",
          },
        ]),
      ),
    },
    "tocsin:supabase": { projectRef: uses("supabase") ? answers.supabaseRef : unused, connectionPool: 60 },
    "tocsin:stripe": { apiVersion: stripeVersion },
    "tocsin:people": Object.fromEntries(
      answers.people.map(({ name, mail, sentryUser }) => [
        name,
        { mail, sentryUser: sentryUser ?? (uses("sentry") ? "<Sentry member's user id>" : "1") },
      ]),
    ),
    "tocsin:channels": channels,
    "tocsin:scope": {
      datadog: { tags: [`env:${stack}`, ...services.map(({ name }) => `service:${name}`)] },
      sentry: { projects: sentryNames },
      vercel: { projects: uses("vercel") ? services.map(({ name }) => name) : [] },
    },
  };
  const head = allowDrills
    ? `# Stack ${stack}: drills make its alerts ring. Secrets never go here.\n`
    : `# Stack ${stack}: no drill rings here. Secrets never go here. Once another stack is drilled, a gate keeps out what was not\n# heard there: docs/gate.md says which lines to add.\n`;
  return head + stringify({ config }, { lineWidth: 0 });
}

const settings = z.looseObject({ config: z.record(z.string(), z.unknown()) });

/** Whether two stack files say the same: the engine writes one anew when it adds its salt, with plain values as text. */
export function sameSettings(one: string, other: string): boolean {
  const [a, b] = [one, other].map((text) => settings.safeParse(parseDocument(text).toJS()).data?.config);
  return a !== undefined && b !== undefined && JSON.stringify(asText(a)) === JSON.stringify(asText(b));
}

function asText(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(asText);
  if (typeof value !== "object" || value === null) return String(value);
  return Object.fromEntries(
    Object.entries(value)
      .map(([key, one]) => [key, asText(one)])
      .sort(),
  );
}

/** A stack that nobody has been asked about yet: the same services and routes, everything else a placeholder. */
export function openStackFile(name: string, answers: Answers): string {
  const open: Answers = {
    ...answers,
    stack: name,
    allowDrills: name !== "prod",
    environment: name === "prod" ? "production" : name,
    slackAccount: "<name of the account in Datadog's Slack integration>",
    organization: "<organization slug>",
    slackIntegration: null,
    sentryProjects: answers.sentryProjects.map((one) => ({
      ...one,
      slug: `<slug of ${one.name}>`,
      errorMonitor: null,
    })),
    team: "<team id>",
    teamSlug: null,
    services: answers.services.map((one) => ({
      ...one,
      project: { id: "<project id>", name: "<project name>" },
      url: null,
    })),
    supabaseRef: "<project reference>",
    people: answers.people.map(({ name: person }) => ({ name: person, mail: "<address>", sentryUser: null })),
  };
  const channels = Object.fromEntries(
    [...channelNames(answers.routes).values()].map((one) => [one, "<#channel of this stack>"]),
  );
  return `# Not filled in yet: \`npx tocsin init --stack ${name}\` asks for what stands in <angle brackets>.\n${stackFile(open, channels)}`;
}

/** What the emulated vendors of the local stack have: the projects that stand for a team's own. */
const emulated = {
  sentry: [
    { slug: "web", errorMonitor: "50" },
    { slug: "worker", errorMonitor: "51" },
  ],
  vercel: [
    { project: { id: "prj_cliplyweb", name: "cliply-web" }, url: "https://app.cliply.example" },
    { project: { id: "prj_tips", name: "tips" }, url: "https://tips.example" },
  ],
};

/**
 * The local stack: the team's names on the emulated vendors' projects.
 * @param salt the line of the file with the salt of the local stack's constant passphrase
 */
export function localStackFile(answers: Answers, salt: string): string {
  const at = <T>(list: readonly T[], index: number): T | undefined => list[index % list.length];
  const local: Answers = {
    ...answers,
    stack: "local",
    allowDrills: true,
    environment: "local",
    vendors: ["datadog", "sentry", "vercel", "stripe", "supabase"],
    slackAccount: "acme",
    organization: "acme",
    slackIntegration: "55",
    sentryProjects: answers.sentryProjects.map((one, index) => ({ ...one, ...at(emulated.sentry, index) })),
    team: "team_acme",
    teamSlug: "acme",
    services: answers.services.map((one, index) => ({ ...one, ...at(emulated.vercel, index) })),
    supabaseRef: "localref",
    people: answers.people.map(({ name }) => ({ name, mail: "founder@example.com", sentryUser: "7" })),
  };
  return `# The local stack: the emulated vendors that \`npm start\` runs. Nothing here is a real account.\n${stackFile(local, onEmulated(answers)).replace(/^#.*\n/gm, "")}${salt === "" ? "" : `# Belongs to the local stack's constant passphrase.\n${salt}\n`}`;
}

/** Channels of the emulated workspace; a stack never writes to a channel of another one. */
const emulatedChannels = ["#alerts-local", "#alerts-staging", "#alerts"];

function onEmulated(answers: Answers): Record<string, string> {
  const names = channelNames(answers.routes);
  const free = emulatedChannels.filter((one) => !names.has(one));
  return Object.fromEntries(
    [...names.values()].map((name, at) => [name, free[Math.min(at, free.length - 1)] ?? "#alerts-local"]),
  );
}
