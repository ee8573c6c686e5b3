import { numberAt } from "../../model/resource.ts";
import { metricNames, queryOf } from "../bodies.ts";
import { rule } from "../rule.ts";

/** Seconds by which Datadog advises to look later at metrics that it fetches from a vendor (docs: Troubleshooting No Data). */
const delays: Record<string, number> = { aws: 900, azure: 900, gcp: 900, supabase: 900 };

export const datadogCrawledWithoutDelay = rule({
  id: "datadog/crawled-without-delay",
  severity: "warning",
  title: "A crawled metric is evaluated before it has arrived",
  looksAt: "resource",
  kinds: ["monitor"],
  verbatim: true,
  check: ({ body }) => {
    const query = queryOf(body);
    if (query === null) return [];
    const needed = Math.max(0, ...metricNames(query).map((name) => delays[name.split(".")[0] ?? ""] ?? 0));
    const delay = numberAt(body, "options.evaluation_delay") ?? 0;
    if (delay >= needed) return [];
    return [
      {
        at: "signal",
        path: "options.evaluation_delay",
        message: `its metric is fetched by an integration, and it is evaluated with a delay of ${delay} s`,
        remedy: `Set evaluation_delay to ${needed} or more.`,
      },
    ];
  },
});
