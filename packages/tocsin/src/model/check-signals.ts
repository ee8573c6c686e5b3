import { optionFaults } from "./check-options.ts";
import type { Definition } from "./definition.ts";
import { type Fault, fault } from "./fault.ts";
import { faultsOfSignal, groupsOfSignal, isServiceCheck } from "./signals/facts.ts";
import { signalKinds } from "./signals/kinds.ts";

/** What only Datadog's notifications can do. */
function onlyDatadog(definition: Definition): Fault[] {
  const { signal, routeByGroup, repeat } = definition;
  const vendor = signalKinds[signal.kind].by;
  const faults: Fault[] = optionFaults(definition);
  if (vendor !== "datadog" && vendor !== "synthetics" && repeat !== undefined) {
    const message = `only Datadog notifies again while an alert fires, and a ${signal.kind} signal is not watched there`;
    faults.push(fault("model/repeat", "repeat", message, "Leave it out, or watch the same thing in Datadog."));
  }
  if (routeByGroup === undefined) return faults;
  const groups = groupsOfSignal(signal);
  if (vendor === "datadog" && groups.includes(routeByGroup.tag)) return faults;
  const message =
    vendor === "datadog"
      ? `the signal does not group by "${routeByGroup.tag}", so no notification has a value of it`
      : `only Datadog notifies by group, and a ${signal.kind} signal is not watched there`;
  const remedy = vendor === "datadog" ? "Add it to groupBy, or name one of its groups." : "Use a definition a route.";
  return [...faults, fault("model/route-by-group", "routeByGroup.tag", message, remedy)];
}

/** What only service checks do: the other kinds pass or fail, and their vendors notify of no silence. */
function runsOnly({ condition, signal }: Definition): Fault[] {
  if (condition.kind !== "consecutive-failures" || isServiceCheck(signal)) return [];
  const only = (["warnAfter", "noDataAfter"] as const).filter((field) => condition[field] !== undefined);
  return only.map((field) => {
    const what = field === "warnAfter" ? "warns" : "notifies of missing runs after a time";
    const message = `only a service check of Datadog's ${what}, and this is a ${signal.kind} signal`;
    return fault("model/condition", `condition.${field}`, message, "Leave it out.");
  });
}

/** Faults of a definition that follow from the kind of its signal. */
export const signalFaults = (definition: Definition): Fault[] => [
  ...faultsOfSignal(definition),
  ...onlyDatadog(definition),
  ...runsOnly(definition),
];
