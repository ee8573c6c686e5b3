import type { VendorHttp } from "../http/read.ts";
import { knownNames } from "./query.ts";
import { loggedNames, reportingMetrics } from "./signals.ts";

/** The metric that Datadog's Vercel integration counts function calls by. */
const invocations = "vercel.functions.invocations";

/** What an account calls what our queries ask for: settings of the stack file. Left out: nothing has come to tell it by. */
export interface AccountNames {
  /** Lines that it was told by. */
  lines: number;
  vercelLogs: { requestId?: string; environment?: string };
  vercelMetrics: { environment?: string; statusCode?: string };
}

/**
 * Reads it from the log lines and points that Vercel projects have left in the last `seconds`, but for those of drills. Two calls.
 * @param projects their names at Vercel
 * @throws VendorError
 */
export async function accountNames(
  http: VendorHttp,
  projects: readonly string[],
  seconds: number,
): Promise<AccountNames> {
  if (projects.length === 0) return { lines: 0, vercelLogs: {}, vercelMetrics: {} };
  const searches = projects.map((name) => `source:vercel service:${name} -@source:build`);
  const tags = [...new Set([...knownNames.metricEnvironment, ...knownNames.metricStatusCode])];
  const seriesOf = (tag: string) => projects.map((name) => `${invocations}{${tag}:*,project_name:${name}}`);
  const [logged, points] = await Promise.all([
    loggedNames(http, searches, [...knownNames.requestId, ...knownNames.environment], seconds),
    reportingMetrics(http, tags.flatMap(seriesOf), seconds, "counted"),
  ]);
  const services = [...logged.values()];
  const hasName = (name: string) => services.some(({ names }) => names.has(name));
  const hasTag = (tag: string) => seriesOf(tag).some((series) => points.has(series));
  const found = <Key extends string>(key: Key, name: string | undefined) => (name === undefined ? {} : { [key]: name });
  return {
    lines: services.reduce((sum, { lines }) => sum + lines, 0),
    vercelLogs: {
      ...found("requestId", knownNames.requestId.find(hasName)),
      ...found("environment", knownNames.environment.find(hasName)),
    },
    vercelMetrics: {
      ...found("environment", knownNames.metricEnvironment.find(hasTag)),
      ...found("statusCode", knownNames.metricStatusCode.find(hasTag)),
    },
  };
}
