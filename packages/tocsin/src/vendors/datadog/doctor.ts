import type { Resource } from "../../model/resource.ts";
import type { ProjectFacts } from "../check.ts";
import { type DoctorLine, type Look, left, ok, wrong } from "../doctor-line.ts";
import { silenceText } from "../silence.ts";
import { silentObjectives } from "./checks/objective-series.ts";
import { arrivedNames, namesThatLack } from "./checks/vercel-names.ts";
import { watchedAtDatadog } from "./checks/watched.ts";
import type { DatadogClient } from "./client.ts";
import { poolLines } from "./pool.ts";

/** What depends on the account: asked of what has really come. */
export const datadogArrivals = (client: DatadogClient, facts: ProjectFacts, resources: readonly Resource[]): Look[] => [
  { what: "names that the account gives", ask: () => nameLines(client, facts, resources) },
  { area: "supabase", what: "sizes of poolers", ask: () => poolLines(client, facts) },
];

/** Request id, environment, and the series that objectives count: as the stack file names them, or what comes instead. */
async function nameLines(
  client: DatadogClient,
  facts: ProjectFacts,
  resources: readonly Resource[],
): Promise<DoctorLine[]> {
  const { attributes, series, services: read } = watchedAtDatadog(facts, resources);
  if (read.length === 0) return [];
  const arrived = await arrivedNames(client, facts, read);
  const lines = [...arrived.values()].reduce((sum, one) => sum + one.lines, 0);
  const area = "datadog";
  if (lines === 0) {
    const found = `no line of ${read.join(" and ")} in 26 h: nothing to tell names by`;
    return [
      left(
        area,
        "names in log lines",
        found,
        "Look again once the apps have had traffic and their lines reach Datadog.",
      ),
    ];
  }
  const lacking = namesThatLack(attributes, arrived, facts.config.name);
  const objectives = await silentObjectives(client, async () => arrived, facts, series);
  const carriers = [...lacking, ...objectives];
  const good = attributes.filter(({ name }) => lacking.every(({ path }) => path !== name));
  return [
    ...good.map(({ setting, name }) =>
      ok(
        area,
        setting === "requestId" ? "request id" : "environment of log lines",
        `${name}, as the ${lines} lines of 26 h have it`,
      ),
    ),
    ...(objectives.length === 0 && series.counted.length > 0
      ? [ok(area, "series of objectives", "they come, with the tags that are counted")]
      : []),
    ...carriers.map(
      (carrier): DoctorLine =>
        wrong(
          area,
          carrier.what,
          carrier.instead?.length ? `${carrier.instead.join(" and ")} in its place` : "it does not come",
          silenceText(
            carrier,
            carrier.resources.flatMap(({ definition }) => definition ?? []),
          ),
        ),
    ),
  ];
}
