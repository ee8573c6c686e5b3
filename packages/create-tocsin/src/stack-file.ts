import { stringify } from "yaml";
import { nameFor, type StackAnswers, type VendorName } from "./answers.ts";

/** `Pulumi.<stack>.yaml` as text. What nobody knows yet is a placeholder, which no command takes for a value. */

/** What a vendor's part holds that the team does not use: the shape asks for it, nothing reads it. */
const unused = "not-used";

/** The version that endpoints of new definitions are made in. */
const stripeVersion = "2026-10-28.endive";

/** The stack that was asked about. */
export function stackFile(answers: StackAnswers): string {
  const { stack, allowDrills, services } = answers;
  const uses = (vendor: VendorName) => answers.vendors.includes(vendor);
  const sentryNames = uses("sentry") ? answers.sentryProjects.map(({ name }) => name) : [];
  const config = {
    "datadog:validate": "false",
    "tocsin:allowDrills": allowDrills,
    "tocsin:runbooks": answers.runbooks,
    "tocsin:datadog": {
      slackAccount: uses("datadog") ? answers.slackAccount : unused,
      locations: answers.locations,
      ...answers.account,
    },
    "tocsin:sentry": {
      organization: uses("sentry") ? answers.organization : unused,
      environment: answers.environment,
      slackIntegration: uses("sentry") ? (answers.slackIntegration ?? "<id of Sentry's Slack integration>") : "1",
      projects: uses("sentry")
        ? Object.fromEntries(
            answers.sentryProjects.map(({ name, slug, errorMonitor, issueStreamMonitor }) => [
              name,
              {
                slug,
                errorMonitor: errorMonitor ?? "<id of its error monitor>",
                ...(issueStreamMonitor === null ? {} : { issueStreamMonitor }),
              },
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
    "tocsin:supabase": uses("supabase")
      ? { [services[0]?.name ?? "database"]: { projectRef: answers.supabaseRef } }
      : {},
    "tocsin:stripe": { apiVersion: stripeVersion },
    "tocsin:people": Object.fromEntries(
      answers.people.map(({ name, mail, sentryUser }) => [
        name,
        { mail, sentryUser: sentryUser ?? (uses("sentry") ? "<Sentry member's user id>" : "1") },
      ]),
    ),
    "tocsin:channels": answers.channels,
    "tocsin:scope": {
      datadog: { tags: [`env:${stack}`, ...services.map(({ name }) => `service:${name}`)] },
      sentry: { projects: sentryNames },
      vercel: { projects: uses("vercel") ? services.map(({ name }) => name) : [] },
    },
  };
  const head = allowDrills
    ? `# Stack ${stack}: drills fire its alerts. Secrets never go here.\n`
    : `# Stack ${stack}: no drill fires its alerts. Secrets never go here. Once another stack is drilled, a gate keeps out what was not\n# proven there: node_modules/tocsin/docs/how-to/gate.md says which lines to add.\n`;
  return head + stringify({ config }, { lineWidth: 0 });
}

/** A stack that nobody has been asked about yet: the same services and routes, everything else a placeholder. */
export function openStackFile(name: string, answers: StackAnswers): string {
  const open: StackAnswers = {
    ...answers,
    stack: name,
    allowDrills: name !== "prod",
    environment: name === "prod" ? "production" : name,
    account: {},
    slackAccount: "<name of the account in Datadog's Slack integration>",
    organization: "<organization slug>",
    slackIntegration: null,
    sentryProjects: answers.sentryProjects.map((one) => ({
      ...one,
      slug: `<slug of ${one.name}>`,
      errorMonitor: null,
      issueStreamMonitor: null,
    })),
    team: "<team id>",
    teamSlug: null,
    services: answers.services.map((one) => ({
      ...one,
      project: answers.vendors.includes("vercel") ? { id: "<project id>", name: "<project name>" } : null,
      url: null,
    })),
    supabaseRef: "<project reference>",
    people: answers.people.map(({ name: person }) => ({ name: person, mail: "<address>", sentryUser: null })),
    channels: Object.fromEntries(Object.keys(answers.channels).map((one) => [one, "<#channel of this stack>"])),
  };
  return `# Not filled in yet: \`npx tocsin init --stack ${name}\` asks for what stands in <angle brackets>.\n${stackFile(open)}`;
}

/** Id of the first error monitor, and twice that of the first issue stream: Sentry gives every project one of each. */
const firstMonitor = 50;
const firstMember = 7;

/**
 * The local stack: the emulated vendors make the accounts that stand here.
 * @param salt the line of the file with the salt of the local stack's constant passphrase
 */
export function localStackFile(answers: StackAnswers, salt: string): string {
  const local: StackAnswers = {
    ...answers,
    stack: "local",
    allowDrills: true,
    environment: "local",
    vendors: ["datadog", "sentry", "vercel", "stripe", "supabase"],
    account: {},
    slackAccount: "local",
    organization: "local",
    slackIntegration: "55",
    sentryProjects: answers.sentryProjects.map(({ name }, at) => ({
      name,
      slug: name,
      errorMonitor: String(firstMonitor + at),
      issueStreamMonitor: String(2 * firstMonitor + at),
    })),
    team: "team_local",
    teamSlug: "local",
    services: answers.services.map((one) => ({
      ...one,
      project: { id: `prj_${one.name}`, name: one.name },
      url: `https://${one.name}.example`,
    })),
    supabaseRef: "localref",
    people: answers.people.map(({ name }, at) => ({
      name,
      mail: `${nameFor(name)}@example.com`,
      sentryUser: String(firstMember + at),
    })),
    channels: Object.fromEntries(
      Object.entries(answers.channels).map(([name, channel]) => [
        name,
        ofLocal(channel, Object.values(answers.channels)),
      ]),
    ),
  };
  return `# The local stack: the emulated vendors that \`npm start\` runs. Nothing here is a real account.\n${stackFile(local).replace(/^#.*\n/gm, "")}${salt === "" ? "" : `# Belongs to the local stack's constant passphrase.\n${salt}\n`}`;
}

/** A channel's name on the local stack: a stack never writes to a channel of another one. */
function ofLocal(channel: string, taken: readonly string[]): string {
  const name = `${channel.startsWith("#") ? channel : "#alerts"}-local`;
  return taken.includes(name) ? ofLocal(name, taken) : name;
}
