import { numberAt, textAt, valueAt } from "../../model/resource.ts";
import { rule } from "../rule.ts";

export const datadogMissingDataOptions = rule({
  id: "datadog/missing-data-options",
  severity: "error",
  title: "Options about missing data that exclude each other",
  looksAt: "resource",
  kinds: ["monitor"],
  verbatim: true,
  check: ({ body }) => {
    const policy = textAt(body, "options.on_missing_data");
    if (policy === "") return [];
    const clashes: [string, boolean][] = [
      ["no_data_timeframe", numberAt(body, "options.no_data_timeframe") !== undefined],
      ["notify_no_data", valueAt(body, "options.notify_no_data") === true],
      ["timeout_h", policy === "resolve" && (numberAt(body, "options.timeout_h") ?? 0) > 0],
    ];
    const found = clashes.flatMap(([option, clash]) =>
      clash
        ? [
            {
              at: "condition.noData",
              path: `options.${option}`,
              message: `on_missing_data "${policy}" and ${option} exclude each other`,
              remedy: `Remove ${option}: on_missing_data says it.`,
            },
          ]
        : [],
    );
    if (policy === "default" && /default_zero\(/.test(textAt(body, "query")))
      found.push({
        at: "condition.noData",
        path: "options.on_missing_data",
        message: 'default_zero() fills every gap, so on_missing_data "default" never means anything',
        remedy: "Keep one of the two.",
      });
    return found;
  },
});
