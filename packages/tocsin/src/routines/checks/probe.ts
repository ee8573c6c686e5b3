import { measured } from "../../vendors/datadog/reads.ts";
import { drillKind } from "../../vendors/supabase/fire-rows.ts";
import { beyond, type Check, type Found, type Sources } from "../check.ts";
import { amount, plural, trend } from "../text.ts";
import { day, week } from "../times.ts";

/** What the probe reports: read from Datadog, where its last points are, so that a routine needs no key to the database. */

/** Seconds within which the probe must have spoken for its number to be the present one. */
const fresh = 900;

interface Group {
  name: string;
  last: number;
  first: number;
  most: number;
}

/** Last, first and highest value of one of the probe's metrics, a group at a time. */
async function groups({ datadog, stack }: Sources, metric: string, by: string | null, from: number): Promise<Group[]> {
  // The jobs of drills are nobody's.
  const scope = by === "kind" ? `env:${stack.name},!kind:${drillKind.toLowerCase()}` : `env:${stack.name}`;
  const query = `max:cliply.probe.${metric}{${scope}}${by === null ? "" : ` by {${by}}`}`;
  const found = await measured(datadog.http, query, { from, to: 0 });
  return found.map(({ tags, values }) => ({
    name: tags.map((tag) => tag.slice(tag.indexOf(":") + 1)).join(", "),
    last: values.at(-1) ?? 0,
    first: values[0] ?? 0,
    most: Math.max(...values),
  }));
}

const silent = (title: string, seconds: number): Found => ({
  title,
  value: `the probe has not reported it for ${Math.round(seconds / 60)} min`,
  verdict: "unknown",
});

/** Percent of jobs that may fail, by kind. */
const failureLimit = 5;

/** The share of failures as the probe judges it; null where they are too few to judge. */
function judged(failed: number, total: number, { stack }: Sources): number | null {
  if (failed === 0) return 0;
  return total < (stack.probe?.minimumCount ?? 10) ? null : (100 * failed) / total;
}

/** Failures among too few jobs: a share of them says nothing, but that every one failed does. */
function tooFew(title: string, failed: number, total: number): Found {
  const all = failed >= total;
  const failures = all ? (total === 1 ? "it failed" : "all failed") : `${amount(failed)} failed`;
  const value = `not judged: ${plural(total, "job")}, ${failures}`;
  return { title, value, limit: `${failureLimit} %`, verdict: all ? "attention" : "ok" };
}

function failureRate(name: string, period: "24h" | "7d", metric: string, span: string, withTrend: boolean): Check {
  const title = `Failed jobs, share of ${span}`;
  return {
    name,
    title,
    runbook: "worker-job-failures",
    async look(sources) {
      const [rates, failures, totals] = await Promise.all([
        groups(sources, metric, "kind", fresh),
        groups(sources, `jobs.failed_${period}`, "kind", fresh),
        groups(sources, `jobs.total_${period}`, "kind", fresh),
      ]);
      const names = [...new Set([...rates, ...totals].map((one) => one.name))];
      if (names.length === 0) return [silent(title, fresh)];
      const before = withTrend ? await groups(sources, metric, "kind", week + fresh) : [];
      const lastOf = (of: readonly Group[], kind: string) => of.find((one) => one.name === kind)?.last;
      const lines = names.map((kind): { share: number; found: Found } => {
        const [failed, total] = [lastOf(failures, kind), lastOf(totals, kind)];
        // The numbers themselves come in every run; the last share may be of a time at which there were more.
        const isCounted = failed !== undefined && total !== undefined;
        const share = isCounted ? judged(failed, total, sources) : (lastOf(rates, kind) ?? null);
        const of = `${title}: ${kind}`;
        if (share === null) {
          const found = isCounted ? tooFew(of, failed, total) : silent(of, fresh);
          return { share: found.verdict === "ok" ? 0 : 100, found };
        }
        const then = before.find((one) => one.name === kind)?.first;
        const compared = then === undefined ? "" : `, ${trend(share, then)}`;
        const value = total === 0 ? "no jobs" : `${amount(share)} %${compared}`;
        return { share, found: { title: of, value, limit: `${failureLimit} %`, verdict: beyond(share, failureLimit) } };
      });
      return lines.sort((a, b) => b.share - a.share).map(({ found }) => found);
    },
  };
}

export const jobFailuresToday = failureRate("job-failures", "24h", "jobs.failure_rate_pct", "24 h", false);
export const jobFailuresWeek = failureRate("job-failures-week", "7d", "jobs.failure_rate_7d_pct", "7 d", true);

/** Seconds for which a schedule may wait: it is looked for once a minute, and each look takes its time. */
const lateLimit = 300;

/** Schedules whose time has long come and that still wait, or that have no job; now, and at the worst moment of a week. */
export const schedulesSent: Check = {
  name: "schedules",
  title: "Schedules that did not go out",
  runbook: "cron-scheduling",
  async look(sources) {
    const looked = [
      {
        metric: "schedules.overdue_oldest_seconds",
        title: "Longest that a schedule waits",
        limit: lateLimit,
        unit: " s",
      },
      { metric: "schedules.without_job", title: "Schedules without a job", limit: 0, unit: "" },
    ];
    return Promise.all(
      looked.map(async ({ metric, title, limit, unit }): Promise<Found> => {
        const [[now], [ever]] = await Promise.all([
          groups(sources, metric, null, fresh),
          groups(sources, metric, null, week),
        ]);
        if (now === undefined) return silent(title, fresh);
        const most = Math.max(now.last, ever?.most ?? 0);
        const verdict = now.last > limit ? "critical" : most > limit ? "attention" : "ok";
        const value = `${amount(now.last)}${unit} now, at most ${amount(most)}${unit} in 7 d`;
        return { title, value, limit: `${limit}${unit}`, verdict };
      }),
    );
  },
};

/** Percent by which a table may grow in a week before it is "unexpected"; a number of ours. */
const growthLimit = 50;
/** Bytes below which growth is not worth a look. */
const small = 50 * 1024 * 1024;

export const tableGrowth: Check = {
  name: "table-growth",
  title: "Table sizes, growth in 7 d",
  runbook: "database-load",
  async look(sources) {
    const [now, then] = await Promise.all([
      groups(sources, "db.table_bytes", "table", day),
      groups(sources, "db.table_bytes", "table", week),
    ]);
    if (now.length === 0) return [silent(this.title, day)];
    const first = new Map(then.map((one) => [one.name, one.first]));
    return now
      .sort((a, b) => b.last - a.last)
      .map(({ name, last }): Found => {
        const was = first.get(name) ?? 0;
        const title = `Table ${name}, growth in 7 d`;
        if (was === 0) return { title, value: `${bytes(last)}, not known before`, limit: null, verdict: "ok" };
        const grown = (100 * (last - was)) / was;
        return {
          title,
          value: `${bytes(last)}, ${grown >= 0 ? "+" : ""}${amount(grown)} %`,
          limit: `${growthLimit} %`,
          verdict: last < small ? "ok" : beyond(grown, growthLimit),
        };
      });
  },
};

function bytes(count: number): string {
  const units = ["B", "KiB", "MiB", "GiB", "TiB"];
  const step = count < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log2(count) / 10));
  return step === 0 ? plural(count, "byte") : `${amount(count / 1024 ** step)} ${units[step]}`;
}
