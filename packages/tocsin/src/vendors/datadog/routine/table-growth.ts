import { deploysProbe } from "../../../model/probe.ts";
import { amount, plural } from "../../../shared/amounts.ts";
import { day, week } from "../../../shared/times.ts";
import { any, watchesDatabase, watchesMetric } from "../../about.ts";
import { at, beyond, type Found, type Sources, type SourcesAt } from "../../routine-check.ts";
import { measured } from "../reads.ts";

interface Size {
  name: string;
  last: number;
  first: number;
}

/** The tables as the probe reports them, each with its database where there are several. */
async function sizes({ datadog, stack }: SourcesAt<"datadog">, from: number): Promise<Size[]> {
  const query = `max:tocsin.probe.db.table_bytes{env:${stack.name}} by {database,table}`;
  const several = Object.keys(stack.supabase).length > 1;
  const found = await measured(datadog.http, query, { from, to: 0 });
  return found.map(({ tags, values }) => {
    const of = (key: string) => tags.find((tag) => tag.startsWith(`${key}:`))?.slice(key.length + 1) ?? "";
    const name = several ? `${of("table")} (${of("database")})` : of("table");
    return { name, last: values.at(-1) ?? 0, first: values[0] ?? 0 };
  });
}

/** Percent by which a table may grow in a week before it is "unexpected"; a number of ours. */
const growthLimit = 50;
/** Bytes below which growth is not worth a look. */
const small = 50 * 1024 * 1024;

/** The probe is what reports them: a project without it has no sizes to look at. */
const hasProbe = ({ definitions, sqlProbes }: Sources): boolean =>
  sqlProbes.length > 0 || deploysProbe(definitions) || definitions.some(watchesMetric("tocsin.probe."));

export const tableGrowth = at("datadog", {
  name: "table-growth",
  title: "Table sizes, growth in 7 d",
  about: watchesMetric("tocsin.probe.db.table_bytes"),
  helps: any(watchesDatabase, watchesMetric("tocsin.probe.db.table_bytes")),
  async look(sources) {
    if (!hasProbe(sources) || Object.keys(sources.stack.supabase).length === 0) return [];
    const [now, then] = await Promise.all([sizes(sources, day), sizes(sources, week)]);
    if (now.length === 0)
      return [{ title: this.title, value: "the probe has not reported it for a day", verdict: "unknown" }];
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
});

function bytes(count: number): string {
  const units = ["B", "KiB", "MiB", "GiB", "TiB"];
  const step = count < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log2(count) / 10));
  return step === 0 ? plural(count, "byte") : `${amount(count / 1024 ** step)} ${units[step]}`;
}
