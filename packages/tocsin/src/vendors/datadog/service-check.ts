import type { ConditionOf } from "../../model/condition.ts";
import type { Definition } from "../../model/definition.ts";
import type { JsonObject } from "../../model/resource.ts";
import type { ServiceCheck } from "../../model/signals/facts.ts";
import type { StackConfig } from "../../model/stack.ts";
import { conditionOf, tagsOfScope } from "../context.ts";
import type { MonitorForm } from "./monitor-form.ts";
import { quoted, tagList } from "./tag-list.ts";

type Runs = ConditionOf<"consecutive-failures">;
type Share = ConditionOf<"failing-share">;

/**
 * A monitor on a service check: a check alert, which counts runs in a row, or a cluster alert, which takes the last run of each
 * (docs: Service Check Monitor; specification, "Service Check Query"). It has the older options of missing data only:
 * `on_missing_data` is not for service checks.
 */
export function serviceCheckForm(signal: ServiceCheck, definition: Definition, stack: StackConfig): MonitorForm {
  const isCluster = definition.condition.kind === "failing-share";
  const condition = isCluster
    ? conditionOf(definition, "failing-share")
    : conditionOf(definition, "consecutive-failures");
  const tags = [...tagsOfScope(signal.scope, stack), ...tagList(signal.tags)];
  const left = tagList(signal.exclude);
  const { measured, thresholds } = condition.kind === "failing-share" ? ofCluster(condition) : inARow(condition);
  const query = [
    `"${signal.check}".over(${quoted(tags.length === 0 ? ["*"] : tags)})`,
    left.length === 0 ? "" : `.exclude(${quoted(left)})`,
    `.by(${quoted(signal.groupBy.length === 0 ? ["*"] : signal.groupBy)})`,
    measured,
  ].join("");
  const { noDataAfter } = condition;
  const silence: JsonObject =
    noDataAfter === undefined ? {} : { notify_no_data: true, no_data_timeframe: noDataAfter / 60 };
  return {
    type: "service check",
    query,
    options: { ...silence, thresholds },
    silence: noDataAfter === undefined ? null : "notify",
  };
}

function inARow({ failures, recoverAfter = 1, warnAfter }: Runs): { measured: string; thresholds: JsonObject } {
  const most = Math.max(failures, recoverAfter, warnAfter ?? 0);
  return {
    // One more than the most that counts, as Datadog's own page writes it.
    measured: `.last(${most + 1}).count_by_status()`,
    thresholds: { critical: failures, ...(warnAfter === undefined ? {} : { warning: warnAfter }), ok: recoverAfter },
  };
}

const ofCluster = ({ critical, warning }: Share): { measured: string; thresholds: JsonObject } => ({
  measured: ".last(1).pct_by_status()",
  thresholds: { critical, ...(warning === undefined ? {} : { warning }) },
});
