import type { Estate } from "../../init/estate.ts";
import type { Plan } from "../../init/plan.ts";
import { printable } from "../../verify/render.ts";
import type { Gathered } from "./gather.ts";

const counted = (number: number, one: string, more = `${one}s`): string => `${number} ${number === 1 ? one : more}`;

const block = (title: string, lines: readonly string[]): string[] =>
  lines.length === 0 ? [] : [title, ...lines.map((line) => `  ${line}`), ""];

/** What was found, what becomes of it, and which files hold it. Text of vendors is data. */
export function initText(
  { answers, found, failed, warnings }: Gathered,
  { raw, crons, left }: Estate,
  plan: Pick<Plan, "changes" | "left"> | null,
  dryRun: boolean,
): string {
  const imported = [
    ...raw.map(({ raw: { id, kind }, vendor, vendorId, ids }) => {
      const [, ...alerts] = ids.values();
      const more = alerts.length === 0 ? "" : `, with workflow ${alerts.join(", ")}`;
      return `${vendor} ${kind} ${vendorId}${more} as ${id}`;
    }),
    ...crons.map(
      ({ service, crons: all }) => `vercel: the ${counted(all.length, "cron")} of ${service} as ${service}/crons`,
    ),
  ];
  return [
    ...block("Found", found),
    ...block(
      "Could not be read: what depends on it is left open, and nothing of it counts as absent",
      failed.map(printable),
    ),
    ...block("Look at", warnings.map(printable)),
    ...block(`Imported verbatim (${imported.length})`, imported.map(printable)),
    ...block(
      `Not imported (${left.length})`,
      left.map(({ vendor, label, vendorId, title, reason }) =>
        printable(`${vendor} ${label} ${vendorId} "${title}": ${reason}`),
      ),
    ),
    ...(plan === null ? [] : block(dryRun ? "Would be written" : "Written", changesOf(plan))),
    ...block("Left as you have changed them", plan?.left ?? []),
    ...block(`Left open in Pulumi.${answers.stack}.yaml`, openIn(answers)),
  ].join("\n");
}

const changesOf = ({ changes }: Pick<Plan, "changes">): string[] =>
  changes.length === 0
    ? ["nothing: all of it is there already"]
    : changes.map(({ path, action }) => `${action.padEnd(8)}${path}`);

function openIn({ stack, vendors, slackIntegration, sentryProjects, services, people }: Gathered["answers"]): string[] {
  if (stack === "local") return [];
  return [
    ...(vendors.includes("sentry") && slackIntegration === null ? ["the id of Sentry's Slack integration"] : []),
    ...sentryProjects
      .filter(({ errorMonitor }) => errorMonitor === null)
      .map(({ slug }) => `the error monitor of Sentry's project ${slug}`),
    ...services
      .filter(({ project }) => project === null && vendors.includes("vercel"))
      .map(({ name }) => `the Vercel project of ${name}`),
    ...services
      .filter(({ url }) => url === null)
      .map(({ name }) => `the address of ${name} (--url ${name}=https://...)`),
    ...(vendors.includes("sentry")
      ? people.filter(({ sentryUser }) => sentryUser === null).map(({ mail }) => `the Sentry user of ${mail}`)
      : []),
  ].map(printable);
}

/** The commands that come next. */
export function nextText(
  stack: string,
  { imported, allowDrills, packages }: { imported: boolean; allowDrills: boolean; packages: readonly string[] },
): string {
  const steps = [
    ...packages,
    `npx tocsin doctor --stack ${stack}`,
    `npx tocsin preview --stack ${stack}`,
    `npx tocsin up --stack ${stack}${imported ? "      # imports what imported.yaml names: adds its identity, changes nothing else" : ""}`,
    `npx tocsin verify --stack ${stack}`,
    `npx tocsin import VENDOR ID --stack ${stack}      # what somebody creates by hand later`,
    ...(allowDrills ? [`npx tocsin drill --stack ${stack}`] : []),
  ];
  return `Next\n${steps.map((step, at) => `  ${at + 1}. ${step}`).join("\n")}\n`;
}
