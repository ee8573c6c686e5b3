import type { Resource } from "../../../model/resource.ts";
import { readsLogs } from "../../../model/signals/facts.ts";
import { plural } from "../../../shared/amounts.ts";
import type { Check, ProjectFacts } from "../../check.ts";
import { type Carrier, silenceCheck } from "../../silence.ts";
import type { DatadogClient } from "../client.ts";
import { knownNames } from "../query.ts";
import { type LoggedNames, reportingMetrics } from "../signals.ts";
import { metricCarrier, metricsOf } from "./carriers.ts";
import { settingText, withinSeconds } from "./vercel-names.ts";

/**
 * Whether what objectives count arrives. One that counts nothing has no value, and one whose good events are told by a tag
 * that no point has takes all for good: it stays at 100 % whatever happens.
 */

/** A series that an objective counts, `name{tags}`, with what was counted from log lines told apart. */
interface Watched {
  objective: Resource;
  series: string;
}

/** A series that Datadog counts from the log lines of one of our services. */
interface Counted extends Watched {
  service: string;
  metric: string;
  /** `environment:production` and `project_name:shop`. */
  environment: string;
  project: string;
  /** Whether this objective tells good from bad by the status. */
  byStatus: boolean;
}

export function objectiveSeriesCheck(
  client: DatadogClient,
  arrived: () => Promise<ReadonlyMap<string, LoggedNames>>,
  facts: ProjectFacts,
  watched: ObjectiveSeries,
): Check[] {
  const { counted, sent, objectives } = watched;
  if (counted.length + sent.length === 0) return [];
  const carriers = [...counted, ...sent].map(({ objective, series }) => carrier(objective, series));
  const covers = `Whether the metrics of ${plural(objectives, "objective")} come was`;
  return [silenceCheck(carriers, covers, () => silentObjectives(client, arrived, facts, watched))];
}

/** What objectives count: from the log lines of our services, and what is sent and watched by no alert anyway. */
interface ObjectiveSeries {
  counted: readonly Counted[];
  sent: readonly Watched[];
  /** How many of them count. */
  objectives: number;
}

/** @param metrics those that alerts watch */
export function objectiveSeries(
  facts: Pick<ProjectFacts, "config">,
  slos: readonly Resource[],
  metrics: readonly Pick<Carrier, "path">[],
): ObjectiveSeries {
  const objectives = slos.filter(({ body }) => body.type !== "monitor");
  const watchedAnyway = new Set(metrics.map(({ path }) => path));
  const counted = objectives.flatMap((one) => countedSeries(one, facts));
  const sent = objectives
    .filter((one) => !counted.some(({ objective }) => objective === one))
    .flatMap((objective) => seriesOf(objective).map((series): Watched => ({ objective, series })))
    .filter(({ series }) => !watchedAnyway.has(series));
  return { counted, sent, objectives: objectives.length };
}

/** What objectives count and what does not come, each with what comes in its place. */
export async function silentObjectives(
  client: DatadogClient,
  arrived: () => Promise<ReadonlyMap<string, LoggedNames>>,
  facts: ProjectFacts,
  { counted, sent }: ObjectiveSeries,
): Promise<Carrier[]> {
  if (counted.length + sent.length === 0) return [];
  const questions = [...new Set(counted.flatMap((one) => Object.values(questionsFor(one, facts)).flat()))];
  const all = [...new Set(sent.map(({ series }) => series))];
  const none = new Set<string>();
  const [reporting, points, lines] = await Promise.all([
    questions.length === 0 ? none : reportingMetrics(client.http, questions, withinSeconds, "counted"),
    all.length === 0 ? none : reportingMetrics(client.http, all, withinSeconds),
    arrived(),
  ]);
  return [
    ...sent.filter(({ series }) => !points.has(series)).map(({ objective, series }) => carrier(objective, series)),
    ...counted.flatMap((one) => judged(one, reporting, lines, facts)),
  ];
}

/** `name{tags}` of every series in an objective's queries. */
const seriesOf = ({ body }: Resource): string[] =>
  metricsOf(JSON.stringify(body.query ?? body.sli_specification ?? "").replaceAll("\\", ""));

/** The widest series of an objective over the Vercel integration: all events, of which the others are a part. */
function countedSeries(objective: Resource, { config }: Pick<ProjectFacts, "config">): Counted[] {
  const all = seriesOf(objective);
  const tags = config.datadog.vercelMetrics;
  return Object.entries(config.vercel.projects).flatMap(([service, { name, logEnvironment }]): Counted[] => {
    const [environment, project] = [`${tags.environment}:${logEnvironment}`, `project_name:${name}`];
    const own = all.filter((series) => series.startsWith("vercel.") && series.includes(`{${environment},${project}`));
    const [first] = own;
    if (first === undefined) return [];
    const metric = first.slice(0, first.indexOf("{"));
    const byStatus = own.some((series) => series.includes(`${tags.statusCode}:`));
    return [
      { objective, service, metric, environment, project, byStatus, series: `${metric}{${environment},${project}}` },
    ];
  });
}

/** What is asked about one: the series itself, it with any status, it in any environment, and under other names. */
function questionsFor({ metric, environment, project, series }: Counted, { config }: ProjectFacts) {
  const tags = config.datadog.vercelMetrics;
  const value = environment.slice(environment.indexOf(":") + 1);
  const others = (known: readonly string[], own: string) => known.filter((name) => name !== own);
  return {
    series: [series],
    status: [`${metric}{${environment},${project},${tags.statusCode}:*}`],
    anywhere: [`${metric}{${project}}`],
    environments: others(knownNames.metricEnvironment, tags.environment).map(
      (name) => `${metric}{${name}:${value},${project}}`,
    ),
    statuses: others(knownNames.metricStatusCode, tags.statusCode).map(
      (name) => `${metric}{${environment},${project},${name}:*}`,
    ),
  };
}

function judged(
  one: Counted,
  reporting: ReadonlySet<string>,
  lines: ReadonlyMap<string, LoggedNames>,
  facts: ProjectFacts,
): Carrier[] {
  const { objective, service, metric, series, byStatus } = one;
  const { name: stack, datadog } = facts.config;
  const asked = questionsFor(one, facts);
  const found = (some: readonly string[]) => some.filter((each) => reporting.has(each));
  if (found(asked.series).length > 0) {
    if (!byStatus || found(asked.status).length > 0) return [];
    const instead = found(asked.statuses).map((each) => tagOf(each, /,([\w.-]+):\*/));
    const tag = datadog.vercelMetrics.statusCode;
    const told = `No point of ${series} has the tag ${tag} in the last 26 h, so ${objective.definition} takes every event for good and stays at 100 %. ${settingText("vercelMetrics.statusCode", instead, stack)}`;
    return [{ ...carrier(objective, asked.status[0] ?? series), instead, told }];
  }
  if (found(asked.anywhere).length > 0) {
    const instead = found(asked.environments).map((each) => tagOf(each, /\{([\w.-]+):/));
    const tag = datadog.vercelMetrics.environment;
    const told = `${metric} comes for ${service}, but no point in the last 26 h has ${one.environment}, so ${objective.definition} counts nothing. ${instead.length === 0 ? `Either nothing of that environment was counted, or the tag is not ${tag}. ` : ""}${settingText("vercelMetrics.environment", instead, stack)}`;
    return [{ ...carrier(objective, series), instead, told }];
  }
  // Without lines there is nothing to count: where alerts read them, that silence is told already.
  const logged = lines.get(service);
  if (logged === undefined)
    return facts.definitions.some((each) => readsLogsOf(each, service)) ? [] : [carrier(objective, series)];
  const told = `${logged.lines} log lines of ${service} came in the last 26 h, and Datadog counted none of them as ${metric}, so ${objective.definition} counts nothing. Its Vercel integration counts lines of functions with the word REPORT: look whether the integration is installed and whether such lines come.`;
  return [{ ...carrier(objective, series), told }];
}

const readsLogsOf = ({ signal }: ProjectFacts["definitions"][number], service: string): boolean =>
  readsLogs(signal) && signal.source.kind === "vercel" && signal.source.service === service;

const tagOf = (question: string, place: RegExp): string => place.exec(question)?.[1] ?? "";

const carrier = (objective: Resource, series: string): Carrier =>
  metricCarrier(series, series.slice(0, series.indexOf("{")), withinSeconds, objective);
