import { notifiesOfSilence } from "./condition.ts";
import { datadogOptionsSchema, testOptions } from "./datadog-options.ts";
import type { Definition } from "./definition.ts";
import { type Fault, fault } from "./fault.ts";
import { watchesMetrics } from "./signals/facts.ts";
import { signalKinds } from "./signals/kinds.ts";

/** Options of a monitor that there is none to have, or that say what something else says. */
export function optionFaults({ signal, condition, datadog: options }: Definition): Fault[] {
  if (options === undefined) return [];
  const vendor = signalKinds[signal.kind].by;
  const stated = Object.keys(datadogOptionsSchema.shape).filter((name) => name in options);
  const wrong = (name: string, message: string, remedy: string) =>
    fault("model/datadog-options", `datadog.${name}`, message, remedy);
  if (vendor !== "datadog" && vendor !== "synthetics") {
    const message = `a ${signal.kind} signal has no monitor at Datadog`;
    return [fault("model/datadog-options", "datadog", message, "Leave it out, or watch the same thing in Datadog.")];
  }
  const faults = stated
    .filter((name) => vendor === "synthetics" && !testOptions.some((one) => one === name))
    .map((name) =>
      wrong(name, "the monitor of a synthetic test has no such option", `It has ${testOptions.join(" and ")}.`),
    );
  if (options.evaluationDelay !== undefined && watchesMetrics(signal)) {
    const message = "the signal says itself by how much its points are late";
    faults.push(wrong("evaluationDelay", message, "State it as delay of the signal's source."));
  }
  if (options.noDataTimeframe !== undefined && !("noData" in condition && notifiesOfSilence(condition))) {
    const message = "it says when missing data is notified, which the condition does not do";
    faults.push(wrong("noDataTimeframe", message, 'Say noData: "notify" in the condition, or leave this out.'));
  }
  return faults;
}
