import type { CheckSignal } from "../../model/signals/facts.ts";
import { readableDuration } from "../../model/units.ts";
import { type Draft, draft } from "../change.ts";
import { moved, quoted, same } from "../words.ts";
import { fieldChanges } from "./fields.ts";

/** What changes in checks of hosts: a certificate, records, a port, a gRPC server, pings. */

type HostCheck = Exclude<CheckSignal, { expect: unknown } | { steps: unknown }>;

/** How often something is checked, and how long an answer is waited for. */
export function timing(was: CheckSignal, is: CheckSignal): Draft[] {
  const timeoutOf = (signal: CheckSignal) => ("timeout" in signal ? signal.timeout : 0);
  const later = (name: string, old: number, now: number, text: string): Draft[] =>
    old === now
      ? []
      : [
          draft(
            now > old ? "later" : "sooner",
            `${text} ${readableDuration(now)} instead of ${readableDuration(old)}.`,
            `signal.${name}`,
          ),
        ];
  return [
    ...later("every", was.every, is.every, "Checks every"),
    ...later("timeout", timeoutOf(was), timeoutOf(is), "Waits for an answer"),
  ];
}

/** Limits that such a check can have: with a larger number it fails less often, or more often. */
const limits = [
  { field: "within", larger: "loosened", text: (n: number) => `Fails when the answer takes longer than ${n} s` },
  { field: "lossBelow", larger: "loosened", text: (n: number) => `Fails when ${n} % of the pings are lost` },
  {
    field: "validFor",
    larger: "tightened",
    text: (n: number) => `Fails when the certificate is valid for less than ${n} days`,
  },
] as const;

export function hostChanges(was: HostCheck, is: HostCheck): Draft[] {
  const limited = limits.flatMap(({ field, larger, text }): Draft[] => {
    const [old, now] = [was, is].map((signal): unknown => Reflect.get(signal, field));
    const path = `signal.${field}`;
    if (old === now) return [];
    if (typeof now !== "number") return [draft("loosened", `No longer ${text(Number(old)).toLowerCase()}.`, path)];
    if (typeof old !== "number") return [draft("tightened", `${text(now)}, too.`, path)];
    const kind = now > old === (larger === "loosened") ? "loosened" : "tightened";
    return [draft(kind, `${text(now)}, instead of ${old}.`, path)];
  });
  const told = ["every", "timeout", "anyOf", ...limits.map(({ field }) => field)];
  return [...timing(was, is), ...limited, ...recordsChange(was, is), ...fieldChanges(was, is, undefined, told)];
}

/** Records that may be found: more of them, and the check fails less often. */
function recordsChange(was: HostCheck, is: HostCheck): Draft[] {
  if (!("anyOf" in was) || !("anyOf" in is) || same(was.anyOf, is.anyOf)) return [];
  const { gone, come } = moved(was.anyOf, is.anyOf);
  const kind = gone.length > 0 && come.length > 0 ? "redirected" : gone.length > 0 ? "tightened" : "loosened";
  const of = (all: readonly string[], what: string) =>
    `${quoted(all, "and")} ${all.length === 1 ? "is" : "are"} ${what}`;
  const also = come.length === 0 ? [] : [of(come, "right from now on")];
  const not = gone.length === 0 ? [] : [of(gone, "no longer right")];
  const text = `${come.length + gone.length === 1 ? "The record" : "Of the records"} ${[...also, ...not].join(", ")}.`;
  return [draft(kind, text, "signal.anyOf")];
}
