import { type Window, windowOf, windowText } from "../vendors/datadog/window.ts";
import { type Draft, draft } from "./change.ts";
import type { ObjectPair } from "./objects.ts";

/** What a maintenance window means for whoever is to be woken: silence that is planned. Null for any other object. */
export function windowChanges({ change, before, after }: ObjectPair): Draft[] | null {
  const { kind, name, vendor, action, differences } = change;
  if (kind !== "downtime") return null;
  const [was, is] = [before, after].map((one) => (one === null ? null : windowOf(one.body)));
  const paths =
    differences.length === 0
      ? [`${vendor} ${kind} ${name}`]
      : differences.map(({ path }) => `${vendor} ${kind} ${name}: ${path}`);
  const called = `The maintenance window ${change.definition ?? name}`;
  if (action === "delete" || is == null) {
    return [draft("unmuted", `${called} is gone: ${was == null ? "it" : windowText(was)} is silent no more.`, paths)];
  }
  if (was == null || action === "create") {
    return [draft("muted", `${called} silences ${windowText(is)}.`, paths, { effect: "other" })];
  }
  if (windowText(was) === windowText(is)) {
    return [draft("text", `${called} has other words.`, paths)];
  }
  const longer = lengthOf(is) > lengthOf(was);
  const text = `${called} silences ${windowText(is)} instead of ${windowText(was)}.`;
  return [draft(longer ? "muted" : "settings", text, paths, { effect: "other" })];
}

/** Minutes a week. */
const lengthOf = ({ minutes, days }: Window): number => minutes * (days.length === 0 ? 7 : days.length);
