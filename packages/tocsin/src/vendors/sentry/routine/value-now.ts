import { isObject } from "../../../model/resource.ts";
import { measuresTransactions } from "../../../model/signals/facts.ts";
import { amount } from "../../../shared/amounts.ts";
import { before } from "../../../shared/times.ts";
import type { ValueNow } from "../../value-now.ts";
import { isMeasured, scaleOf } from "../compile.ts";

export const sentryValueNow: ValueNow<"sentry"> = async (sentry, { definition, condition, stack, resources }) => {
  const { signal } = definition;
  if (!isMeasured(signal)) return null;
  const dataset: "spans" | "errors" = measuresTransactions(signal) ? "spans" : "errors";
  const detector = resources.find((one) => one.definition === definition.id && one.kind === "detector");
  const source = Array.isArray(detector?.body.dataSources) ? detector.body.dataSources[0] : null;
  if (!isObject(source)) throw new Error(`No monitor carries ${definition.id}: there is nothing to read it by.`);
  const { aggregate, query } = source;
  if (typeof aggregate !== "string" || typeof query !== "string")
    throw new Error(`The monitor of ${definition.id} has no aggregate and query to read it by.`);
  const now = sentry.http.vendorTime ?? new Date();
  const { organization, environment } = stack.sentry;
  const asked = { dataset, field: aggregate, query, environment };
  const windowBefore = (end: Date) => ({ start: before(end, condition.window), end });
  const value = await sentry.aggregate(organization, { ...asked, ...windowBefore(now) });
  const comparedWith = "comparedWith" in signal ? signal.comparedWith : undefined;
  if (comparedWith === undefined) return { value: value === null ? null : value * scaleOf(signal), group: "" };
  const then = await sentry.aggregate(organization, { ...asked, ...windowBefore(before(now, comparedWith)) });
  // Without any error then, nothing is judged.
  if (then === null || then === 0 || value === null) {
    const text = `not judged: ${amount(value ?? 0)} now, none so long before`;
    return { value: null, group: "", why: { text, verdict: "ok" } };
  }
  return { value: (100 * value) / then, group: "" };
};
