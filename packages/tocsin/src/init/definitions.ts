import { firstRunbook, importLine } from "create-tocsin";
import { code, literal } from "../import/print.ts";
import { type Answers, type RouteName, severities } from "./answers.ts";
import { channelNames } from "./channels.ts";

/** The first definition files of a team, as text. They say no more than is known: everybody may read them as they stand. */

const about: Record<RouteName, string> = {
  page: "What wakes somebody.",
  ticket: "What somebody does in working hours.",
  info: "What is good to know.",
};

/** `alerts/routes.ts`. */
export function routesFile({ routes, people }: Answers): string {
  const channels = channelNames(routes);
  const blocks = severities.map((severity) => {
    const fields = {
      name: severity,
      mail: people.filter(({ mail }) => routes[severity].mail.includes(mail)).map(({ name }) => name),
      slack: routes[severity].slack.flatMap((channel) => channels.get(channel) ?? []),
      pager: routes[severity].pager,
    };
    const told = Object.fromEntries(Object.entries(fields).filter(([, value]) => value.length > 0));
    return `/** ${about[severity]} Each stack file says which addresses and channels these are. */\nexport const ${severity} = route(${literal(told, "")});\n`;
  });
  return `${importLine(["route"])}\n${blocks.join("\n")}`;
}

/** A cron that is deployed. */
export interface DeployedCron {
  path: string;
  schedule: string;
}

const common = (answers: Answers, service: string) => ({ service, owner: answers.owner, runbook: firstRunbook });

/** `synthetics/<service>-crons.ts`: the crons that a service has now. */
export function cronsFile(answers: Answers, service: string, deployed: readonly DeployedCron[]): string {
  const fields = {
    id: cronsId(service),
    title: `Crons of ${service}`,
    ...common(answers, service),
    severity: "ticket",
    signal: code(
      `crons(${literal({ service, crons: deployed.map(({ path, schedule }) => ({ path, schedule })), secret: false }, "  ")})`,
    ),
    condition: code("declared()"),
    route: answers.quietRoute,
    why: `What ${service} does on a schedule does not happen.`,
    causes: ["a deployment without the crons", "somebody switched them off"],
    firstChecks: ["Is the cron in the newest production deployment?", "Are the project's crons switched on?"],
    recovered: "The cron ran at its last time.",
  };
  return `${importLine(["alert", "crons", "declared"])}\nexport const scheduled = alert(${literal(fields, "", true)});\n`;
}

export const cronsId = (service: string): string => `${service}/crons`;
