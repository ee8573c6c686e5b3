import { importLine } from "../import/files.ts";
import { code, literal } from "../import/print.ts";
import { type Answers, type RouteName, type Service, severities } from "./answers.ts";
import { channelNames } from "./stack-file.ts";

/** The first definition files of a team, as text. They say no more than is known: everybody may read them as they stand. */

/** The page of runbooks that the first definitions name. */
export const firstRunbook = "first-look";

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
    route: "ticket",
    why: `What ${service} does on a schedule does not happen.`,
    causes: ["a deployment without the crons", "somebody switched them off"],
    firstChecks: ["Is the cron in the newest production deployment?", "Are the project's crons switched on?"],
    recovered: "The cron ran at its last time.",
  };
  return `${importLine(["alert", "crons", "declared"])}\nexport const scheduled = alert(${literal(fields, "", true)});\n`;
}

export const cronsId = (service: string): string => `${service}/crons`;

/**
 * `alerts/<service>.ts`: the alerts to begin with, of what the service has: its errors, its failing requests, its health
 * check. Empty where it has none of them.
 */
export function startersFile(answers: Answers, service: Service, sentryProject: string | null): string {
  const severity = answers.routes.page.pager.length > 0 ? "page" : "ticket";
  const shared = { ...common(answers, service.name), severity, route: severity };
  const checks = [
    "Was there a deployment in the last hour? If so, roll back first",
    "Which route or job is it, and since when?",
  ];
  const blocks: string[] = [];
  const words = new Set(["alert"]);
  const use = (...names: string[]) => {
    for (const name of names) words.add(name);
  };
  if (answers.vendors.includes("sentry") && sentryProject !== null) {
    use("sentryErrors", "above", "minutes");
    blocks.push(
      exported("errorRate", {
        id: `${service.name}/error-rate`,
        ...shared,
        title: `Many errors in ${service.name}`,
        signal: code(`sentryErrors(${literal({ project: sentryProject, tags: {} }, "  ")})`),
        condition: code("above(50, { per: minutes(5) })"),
        why: `${service.name} fails for many of its users at once.`,
        causes: ["a bad deployment", "an outage of something that it needs"],
        firstChecks: checks,
        recovered: "No new errors come for 10 minutes.",
        ours: { "condition.critical": "A number to begin with: look at a week of your own, then set it." },
      }),
    );
  }
  if (answers.vendors.includes("datadog") && answers.vendors.includes("vercel")) {
    use("logRatio", "vercelLogs", "above", "minutes");
    blocks.push(
      exported("serverErrors", {
        id: `${service.name}/5xx-rate`,
        ...shared,
        title: `Many requests to ${service.name} fail`,
        signal: code(
          `logRatio(${literal(
            {
              source: code(`vercelLogs(${JSON.stringify(service.name)})`),
              part: { status: [500, 599], functionsOnly: true },
              whole: [{ functionsOnly: true }],
              count: "requests",
              minimum: 20,
            },
            "  ",
          )})`,
        ),
        condition: code('above(5, { per: minutes(5), recovery: 4, noData: "ok" })'),
        why: "More than one request in twenty ends in a server error that its user sees.",
        causes: ["a bad deployment", "an outage of something that it needs"],
        firstChecks: checks,
        recovered: "The share stays under 4 % for 10 minutes.",
        ours: {
          "signal.minimum": "Under 20 requests in 5 minutes a single error would already be 5 %.",
          "condition.recovery": "4 % keeps it from flapping around 5 %.",
        },
      }),
    );
  }
  if (answers.vendors.includes("datadog") && service.health !== null && service.url !== null) {
    use("httpCheck", "consecutiveFailures", "minutes");
    blocks.push(
      exported("health", {
        id: `${service.name}/health`,
        ...shared,
        title: `The health check of ${service.name} fails`,
        signal: code(
          `httpCheck(${literal({ service: service.name, path: service.health, every: code("minutes(5)"), expect: { status: 200 } }, "  ")})`,
        ),
        condition: code("consecutiveFailures(2)"),
        why: `${service.name} does not answer, or says that it is not well.`,
        causes: ["a bad deployment", "an outage of something that it needs"],
        firstChecks: ["Call it and read the answer", ...checks],
        recovered: "It answers 200.",
      }),
    );
  }
  if (blocks.length === 0) return "";
  return `${importLine([...words].sort())}\n${blocks.join("\n")}`;
}

const exported = (constant: string, fields: Record<string, unknown>): string =>
  `export const ${constant} = alert(${literal(fields, "", true)});\n`;

/** `runbooks/first-look.md`. */
export const firstRunbookPage = `# A first look

What to do about an alert for which nobody has written a page of its own yet. Write that page when it has rung once: copy this
one, and name it in the alert's \`runbook\`.

1. Read the message: it says what is measured, the limit, and what to check first.
2. Was there a deployment in the last hour? Roll back first and ask later.
3. \`npx tocsin daily --stack STACK\` looks at errors, failed deployments, crons and health at once.
4. Look at the vendors' status pages before you look for the fault in your own code.
5. When it is over: say in the channel what it was, and write down here what would have been good to know.
`;
