import { isMetricSignal, partsOfSignal } from "../../model/signals/facts.ts";
import { readableDuration } from "../../model/units.ts";
import { type DrillRun, liveOf, needed, type Target } from "../firing.ts";
import type { MonitorState } from "./fire.ts";
import { observeMonitor } from "./observe.ts";

/** So many groups of a part are named. */
const mostNamed = 3;

/**
 * Why a composite has no state, by what Datadog says of its parts now: one without data, or parts that group and have no group in
 * common (docs: Monitors > Composite > Common reporting sources). Null for what is no composite, and where the parts explain nothing.
 */
export async function statelessParts(drill: DrillRun, target: Target): Promise<string | null> {
  const { body, vendorId } = liveOf(target, "monitor");
  const query = String(body.query);
  // A composite's query is ids and operators.
  if (!/^[\d\s!&|()]+$/.test(query)) return null;
  const states = await needed(drill.datadog, "Datadog").states.get(true);
  if (states.get(vendorId)?.state !== "no-data") return null;
  // Its query names them in the order of the signal.
  const names = partsOfSignal(target.definition.signal);
  const parts = (query.match(/\d+/g) ?? []).flatMap((id, at) => {
    const state = states.get(id);
    return state === undefined ? [] : [{ name: names[at] ?? `monitor ${id}`, state }];
  });
  const silent = parts.filter(({ state }) => state.state === "no-data").map(({ name }) => name);
  if (silent.length > 0) return `${silent.join(" and ")} ${silent.length === 1 ? "has" : "have"} no data`;
  const grouped = parts.filter(({ state }) => state.groups.size > 0 && !state.groups.has("*"));
  if (grouped.length < 2) return null;
  const told = grouped.map(({ name, state }) => `${name} has ${groupsText(state)}`);
  return `its parts have no group in common: ${told.join(", ")}`;
}

/** Of what a signal without a state needs data; null for what needs that of one place and time, and for what has a state. */
export async function needsData(drill: DrillRun, target: Target): Promise<string | null> {
  if ((await observeMonitor(drill, target)).state !== "no-data") return null;
  const { signal } = target.definition;
  if ("comparedWith" in signal && signal.comparedWith !== undefined)
    return `it needs data of ${readableDuration(signal.comparedWith)} before`;
  const isShare = isMetricSignal(signal)
    ? signal.expression.includes("/")
    : "find" in signal && signal.value.of === "share";
  return isShare ? "a share has a value only where both of its parts have data" : null;
}

function groupsText({ groups }: MonitorState): string {
  const names = [...groups.keys()];
  const more = names.length - mostNamed;
  return [...names.slice(0, mostNamed), ...(more > 0 ? [`${more} more`] : [])].join(" and ");
}
