/** A project of any size for the bench: four kinds of alerts of two vendors, twenty services. */

export const services = 20;
export const perService = (count: number): number => Math.ceil(count / services);

const names = Array.from({ length: services }, (_, n) => `service-${n}`);

/** The text of definition `n` of its service. */
function definition(service: string, n: number, critical: number): string {
  const signals = [
    `logCount({ source: vercelLogs("${service}"), filter: { phrases: ["part ${n} failed"] } })`,
    `logRatio({ source: vercelLogs("${service}"), part: { path: "/api/${n}", status: [500, 599] }, whole: [{ path: "/api/${n}" }], count: "requests", minimum: 20 })`,
    `logCount({ source: vercelLogs("${service}"), filter: { path: "/api/${n}", status: [429, 429] } })`,
    `sentrySpans({ project: "${service}", transaction: "*/api/${n}", statistic: "p95" })`,
  ];
  const conditions = [
    `above(${critical}, { per: minutes(5), noData: "zero" })`,
    `above(${critical}, { per: minutes(10), recovery: 8, noData: "ok" })`,
    `above(${critical}, { per: minutes(15), noData: "zero" })`,
    `above(${critical * 50}, { per: minutes(5), recovery: 1500 })`,
  ];
  const kind = n % signals.length;
  return `export const alert${n} = alert({
  ...common, id: "${service}/alert-${n}", title: "Part ${n} of ${service} fails",
  signal: ${signals[kind]}, condition: ${conditions[kind]},
  why: "Part ${n} of ${service} does not work.",
});
`;
}

/** The files of a project with `count` definitions, by their paths; `threshold` of each by its number. */
export function largeEstate(count: number, threshold: (n: number) => number): [string, string][] {
  const each = perService(count);
  return [
    ["Pulumi.local.yaml", settings],
    ["alerts/routes.ts", routes],
    ["runbooks/storm.md", "# Storm\n"],
    ...names.map((service): [string, string] => [
      `alerts/${service}.ts`,
      `${head(service)}${Array.from({ length: each }, (_, n) => definition(service, n, threshold(n))).join("")}`,
    ]),
  ];
}

const head = (
  service: string,
): string => `import { above, alert, logCount, logRatio, minutes, sentrySpans, vercelLogs } from "tocsin";
const common = {
  service: "${service}", owner: "harbourmaster", severity: "ticket" as const, route: "watch",
  causes: ["a bad deployment"], firstChecks: ["The newest deployment"], recovered: "It is quiet for 10 minutes.",
  runbook: "storm",
};
`;

const routes = `import { route } from "tocsin";
export const watch = route({ name: "watch", mail: ["harbourmaster"], slack: ["watch"] });
`;

const list = names.join(", ");

const settings = `config:
  datadog:validate: "false"
  tocsin:allowDrills: true
  tocsin:runbooks: https://wiki.harbor.example/watch
  tocsin:datadog: { slackAccount: harbor, locations: [aws:eu-west-1] }
  tocsin:sentry:
    organization: harbor-company
    environment: quay
    slackIntegration: "812"
    projects:
${names.map((name, n) => `      ${name}: { slug: ${name}, errorMonitor: "${900 + n}" }`).join("\n")}
  tocsin:vercel:
    team: team_harbor
    projects:
${names.map((name) => `      ${name}: { id: prj_${name}, name: ${name}, logEnvironment: production, url: "https://${name}.harbor.example" }`).join("\n")}
  tocsin:supabase: {}
  tocsin:stripe: { apiVersion: 2026-10-28.endive }
  tocsin:people:
    harbourmaster: { mail: master@harbor.example, sentryUser: "31" }
  tocsin:channels: { watch: "#watch" }
  tocsin:scope:
    datadog: { tags: [${names.map((name) => `"service:${name}"`).join(", ")}, "env:local"] }
    sentry: { projects: [${list}] }
    vercel: { projects: [${list}] }
encryptionsalt: v1:NL+Uy5wNbbM=:v1:XkvqkGocdmImp5uc:fy5sWTE9HZmyZaOUWDpm54MjWwVGLw==
`;
