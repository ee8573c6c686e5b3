import { numberAt } from "../../model/resource.ts";
import { severityOf } from "../bodies.ts";
import { rule } from "../rule.ts";

export const datadogRenotify = rule({
  id: "datadog/renotify",
  severity: "warning",
  title: "Repeats without end, or of what is no page",
  looksAt: "resource",
  kinds: ["monitor", "synthetics-test"],
  check: (resource) => {
    const { kind, body } = resource;
    const prefix = kind === "monitor" ? "options" : "options.monitor_options";
    const interval = numberAt(body, `${prefix}.renotify_interval`) ?? 0;
    if (interval === 0) return [];
    const severity = severityOf(resource);
    const said = (message: string, remedy: string) => [
      { at: "severity", path: `${prefix}.renotify_interval`, message, remedy },
    ];
    if (severity === "ticket" || severity === "info")
      return said(`a ${severity} repeats every ${interval} minutes`, "Repeat pages only.");
    if (numberAt(body, `${prefix}.renotify_occurrences`) === undefined)
      return said(`it repeats every ${interval} minutes without end`, "Set renotify_occurrences.");
    return [];
  },
});
