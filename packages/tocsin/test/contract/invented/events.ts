import { above, below, days, hours, minutes, search } from "../../../src/model/language.ts";
import type { Case, Row } from "./row.ts";

type Search = Parameters<typeof search>[0];
const found = (origin: Search["origin"], more: Partial<Search> = {}) => search({ origin, find: {}, ...more });
const fields = (of: Search["find"]["fields"], more: Partial<Search> = {}): Partial<Search> => ({
  find: { fields: of },
  ...more,
});
const measure = (attribute: string, statistic: "avg" | "max" | "sum" | "pc95", unit: string): Partial<Search> => ({
  value: { of: "measure", attribute, statistic, unit },
});
const perHour = (limit: number) => above(limit, { per: hours(1), noData: "zero" });
/** Three in an hour are more than two; with the first of them an hour old there are two. */
const third: readonly Case[] = [
  [{ found: "0 1x2 0x70" }, "3m alert, 1h1m ok"],
  [{ found: "1 0x20 1 0x20" }, ""],
];

/** Events of Datadog's own index: what integrations, deployments and people report. */
export const events: readonly Row[] = [
  [
    "containers killed for memory",
    found("events", fields({ source: "kubernetes", "@reason": "OOMKilling" })),
    perHour(2),
    {},
    third,
  ],
  [
    "restarts by namespace",
    found("events", fields({ source: "kubernetes" }, { groupBy: ["kube_namespace"] })),
    perHour(2),
    {},
    third,
  ],
  [
    "everywhere, whatever the stack",
    found("events", fields({ source: "aws_health" }, { scope: "everywhere" })),
    perHour(2),
    {},
    third,
  ],
  ["either of two sources", found("events", fields({ source: ["github", "gitlab"] })), perHour(2), {}, third],
  [
    "all but one source",
    found("events", fields({ source: { not: "jenkins" }, status: "error" })),
    perHour(2),
    {},
    third,
  ],
  ["any with a phrase", found("events", { find: { phrases: ["failed over"] } }), perHour(2), {}, third],
  [
    "of different deployers",
    found("events", { value: { of: "unique", attribute: "@evt.user" } }),
    perHour(2),
    {},
    [[{ found: "0 1x2 0x2" }, "3m alert"]],
  ],
  [
    "no deployment in a day",
    found("events", fields({ source: "deployment" })),
    below(1, { per: days(1), noData: "zero" }),
    {},
    [[{ found: "1x100" }, ""]],
  ],
  [
    "share of failed backups",
    found(
      "events",
      fields({ status: "error" }, { value: { of: "share", among: { fields: { source: "backup" } }, minimum: 4 } }),
    ),
    above(50, { per: hours(1), noData: "zero" }),
    {},
    [
      [{ part: "0 1x2", whole: "0 2 1x1" }, "3m alert"],
      [{ part: "0 1x1", whole: "0 1x1" }, ""],
    ],
  ],
  [
    "warned of before",
    found("events", fields({ source: "autoscaling" })),
    above(4, { per: hours(1), warning: 2, noData: "zero" }),
    {},
    [
      [{ found: "0 1x2 0x2" }, "3m warn"],
      [{ found: "0 1x4" }, "3m warn, 5m alert"],
    ],
  ],
  [
    "inclusive",
    found("events", fields({ priority: "high" })),
    above(3, { per: hours(1), inclusive: true, noData: "zero" }),
    {},
    third,
  ],
];

/** Front-end events: errors, views, actions, vitals of people's browsers and phones. */
export const frontEnd: readonly Row[] = [
  [
    "errors of an application",
    found("rum", fields({ "@type": "error", "@application.id": "shop" })),
    perHour(2),
    {},
    third,
  ],
  [
    "errors by view",
    found("rum", fields({ "@type": "error" }, { groupBy: ["@view.url_path"] })),
    perHour(2),
    {},
    third,
  ],
  [
    "errors by version and browser",
    found("rum", fields({ "@type": "error" }, { groupBy: ["version", "@browser.name"] })),
    perHour(2),
    {},
    third,
  ],
  [
    "people who met an error",
    found("rum", fields({ "@type": "error" }, { value: { of: "unique", attribute: "@usr.id" } })),
    above(10, { per: minutes(30), noData: "zero" }),
    {},
    [[{ found: "0 11" }, "1m alert"]],
  ],
  [
    "largest paint",
    found("rum", measure("@view.largest_contentful_paint", "pc95", "ns")),
    above(4e9, { per: minutes(30), noData: "ok" }),
  ],
  [
    "mean of a long task",
    found("rum", measure("@long_task.duration", "avg", "ns")),
    above(200, { per: minutes(10), noData: "ok" }),
    {},
    [
      [{ values: "0 300 400" }, "2m alert"],
      [{ values: "100x9" }, ""],
    ],
  ],
  [
    "shift of the layout at worst",
    found("rum", measure("@view.cumulative_layout_shift", "max", "points")),
    above(0.25, { per: minutes(30), noData: "show" }),
    {},
    [[{ values: "0.1x2 0.3" }, "3m alert"]],
  ],
  [
    "sessions come to a stop",
    found("rum", fields({ "@type": "session" })),
    below(1, { per: minutes(30), noData: "zero" }),
    {},
    [
      [{ found: "1x40" }, ""],
      [{ found: "1x35 0x40" }, "1h5m alert"],
    ],
  ],
  [
    "nobody pays any more",
    found("rum", fields({ "@action.name": "pay" })),
    below(1, { per: hours(2), noData: "notify" }),
    {},
    [[{ found: "1x130" }, ""]],
  ],
  [
    "share of sessions that crash",
    found(
      "rum",
      fields(
        { "@type": "session", "@session.crash.count": { above: 0 } },
        { value: { of: "share", among: { fields: { "@type": "session" } }, minimum: 100 } },
      ),
    ),
    above(1, { per: hours(1), noData: "zero" }),
    {},
    [
      [{ part: "0 1 1", whole: "0 60 60" }, "2m alert"],
      [{ part: "0 1 1", whole: "0 30 30" }, ""],
    ],
  ],
  ["on phones only", found("rum", fields({ "@type": "error", "@os.name": ["iOS", "Android"] })), perHour(2), {}, third],
  [
    "not from a crawler",
    found("rum", fields({ "@type": "error", "@session.type": { not: "synthetics" } })),
    perHour(2),
    {},
    third,
  ],
  ["slow resources", found("rum", fields({ "@resource.duration": { above: 3e9 } })), perHour(2), {}, third],
];
