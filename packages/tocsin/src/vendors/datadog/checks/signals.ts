import type { Resource } from "../../../model/resource.ts";
import { plural, spanOf } from "../../../shared/amounts.ts";
import { once } from "../../../shared/once.ts";
import type { Check, ProjectFacts } from "../../check.ts";
import { jsonObject } from "../../json.ts";
import { groupBy, type LiveObject } from "../../live.ts";
import { type Carrier, judgeSilence, silenceCheck } from "../../silence.ts";
import type { DatadogClient } from "../client.ts";
import { hasRun, loggingServices, reportingMetrics } from "../signals.ts";
import { objectiveSeriesCheck } from "./objective-series.ts";
import { arrivedNames, lacking, vercelNamesCheck } from "./vercel-names.ts";
import type { Watched } from "./watched.ts";

/** Whether what alerts watch still arrives, by a few batched queries; `carriers.ts` says what is looked for. */
export function signalChecks(client: DatadogClient, facts: ProjectFacts, watched: Watched): Check[] {
  const { http } = client;
  const { attributes, series, services } = watched;
  const onVercel = Object.keys(facts.config.vercel.projects).filter((service) => services.includes(service));
  const arrived = once(() => arrivedNames(client, facts, onVercel));
  const logs = [...groupBy(watched.logs, ({ withinSeconds }) => withinSeconds).values()];
  const metrics = [...groupBy(watched.metrics, ({ withinSeconds }) => withinSeconds).values()];
  return [
    ...logs.map((carriers) =>
      silenceCheck(
        carriers,
        `Whether ${plural(carriers.length, "log source")} sent anything ${within(carriers)} was`,
        async () => {
          const searches = carriers.map(({ path }) => path);
          const [seen, names] = await Promise.all([
            loggingServices(http, searches, carriers[0]?.withinSeconds ?? 0),
            arrived(),
          ]);
          // Lines that come without the attribute that is searched are no silence, and told as what they are.
          const told = attributes.flatMap((one) => (one.setting === "environment" ? lacking(one, names) : []));
          const unnamed = new Set(told.map((service) => facts.config.vercel.projects[service]?.name ?? service));
          return carriers.filter(({ service }) => !seen.has(service) && !unnamed.has(service));
        },
      ),
    ),
    ...metrics.map((carriers) =>
      silenceCheck(
        carriers,
        `Whether ${carriers.length === 1 ? "1 metric" : `${carriers.length} metrics`} came ${within(carriers)} was`,
        async () => {
          const seen = await reportingMetrics(
            http,
            carriers.map(({ path }) => path),
            carriers[0]?.withinSeconds ?? 0,
          );
          return carriers.filter(({ path }) => !seen.has(path));
        },
      ),
    ),
    ...vercelNamesCheck(attributes, arrived, facts),
    ...objectiveSeriesCheck(client, arrived, facts, series),
  ];
}

/** `within 26 h`: carriers are asked for together where they send as often. */
const within = ([first]: readonly Carrier[]): string => `within ${spanOf((first?.withinSeconds ?? 0) * 1000)}`;

/** Every synthetic test of ours that is meant to run: it must have run within the last two intervals. */
export function testRunsCheck(client: DatadogClient, facts: ProjectFacts, own: readonly Resource[]): Check {
  const ids = new Set(own.map(({ definition }) => definition));
  const defined = new Set<string>(facts.definitions.map(({ id }) => id));
  return {
    vendor: "datadog",
    kind: "synthetics-test",
    covers: `Whether ${own.length} synthetic test${own.length === 1 ? " runs" : "s run"} was`,
    look: async (live) => {
      // Copies and tests of others are not asked for; a paused one is a finding already.
      const marked = (await live).filter(
        ({ kind, identity, body }) =>
          kind === "synthetics-test" &&
          body.status !== "paused" &&
          identity !== null &&
          ids.has(identity.definition) &&
          // What is kept says itself which environment it is.
          (identity.environment === facts.config.name || !defined.has(identity.definition)),
      );
      const stored = (await facts.notEvaluated?.()) ?? new Map<string, string>();
      const reasonOf = ({ body }: LiveObject) => stored.get(`datadog ${body.monitor_id}`);
      const notRun = marked.flatMap((test) => {
        const reason = reasonOf(test);
        return reason === undefined
          ? []
          : [`Whether the synthetic test of ${test.identity?.definition} runs: ${reason}.`];
      });
      const silent = await Promise.all(
        marked
          .filter((test) => reasonOf(test) === undefined)
          .map(async (test) => ((await hasRun(client.http, test.vendorId, twoRunsOf(test))) ? [] : [test.vendorId])),
      );
      const stopped = new Set(silent.flat());
      return (known) => {
        const carriers = own.flatMap((resource): Carrier[] => {
          const test = known.pairs.get(resource);
          if (test === undefined || !stopped.has(test.vendorId)) return [];
          const { vendorId: id } = test;
          const withinSeconds = twoRunsOf(test);
          const shape = { vendor: "datadog", kind: "synthetics-test", vendorId: id, path: "results", withinSeconds };
          return [{ ...shape, what: `synthetic test ${id}`, resources: [resource] }];
        });
        return { ...judgeSilence(carriers, known), notChecked: notRun.sort() };
      };
    },
  };
}

/** Seconds within which a test that is live runs twice, with a minute to spare. */
function twoRunsOf({ body }: LiveObject): number {
  const every = jsonObject.safeParse(body.options).data?.tick_every;
  return 2 * (typeof every === "number" ? every : 60) + 60;
}
