import { failureOf } from "../failure.ts";
import type { Metric } from "../metric.ts";
import type { Answer, Sources, WatchedDatabase } from "../part.ts";

/** Asks about every database by itself, and names it in the tags: one that is gone leaves the others told. */
export async function eachDatabase(
  { databases }: Sources,
  ask: (database: WatchedDatabase) => Promise<Answer>,
): Promise<Answer> {
  const answers = await Promise.all(
    databases.map((database) =>
      ask(database).then(
        ({ metrics, problems = [] }) => ({ metrics: metrics.map((one) => named(one, database)), problems }),
        (error) => ({ metrics: [], problems: [failureOf(error)] }),
      ),
    ),
  );
  return {
    metrics: answers.flatMap(({ metrics }) => metrics),
    problems: answers.flatMap(({ problems }) => problems),
  };
}

const named = (metric: Metric, { service }: WatchedDatabase): Metric => ({
  ...metric,
  tags: { database: service, ...metric.tags },
});
