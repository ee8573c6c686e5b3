import type { ConditionKind } from "../condition.ts";
import type { OfKind, SignalKind } from "../signal.ts";
import { checkKinds } from "./checks.ts";
import { datadogKinds } from "./datadog.ts";
import { declaredKinds } from "./declared.ts";
import { hostCheckKinds } from "./host-checks.ts";
import type { Facts } from "./kind.ts";
import { logKinds } from "./logs.ts";
import { metricKinds } from "./metric.ts";
import { searchKinds } from "./search.ts";
import { sentryKinds } from "./sentry.ts";

/** One function a kind: a new kind does not compile until every table has its row. */
export type Table<A extends unknown[], R> = { readonly [K in SignalKind]: (signal: OfKind<K>, ...rest: A) => R };

/** The row of a signal's kind, asked about the signal. */
export function ask<K extends SignalKind, A extends unknown[], R>(
  table: { readonly [P in K]: (signal: OfKind<P>, ...rest: A) => R },
  signal: OfKind<K>,
  ...rest: A
): R {
  return table[signal.kind](signal, ...rest);
}

/** What is known of every kind: a new one does not compile until it is here and in each table of the parts that judge kinds. */
export const signalKinds = {
  ...sentryKinds,
  ...metricKinds,
  ...logKinds,
  ...searchKinds,
  ...datadogKinds,
  ...checkKinds,
  ...hostCheckKinds,
  ...declaredKinds,
} satisfies { readonly [K in SignalKind]: Facts<OfKind<K>> };

/** The conditions that fit each kind of signal. */
export type ConditionKindOf = {
  readonly [K in SignalKind]: (typeof signalKinds)[K]["condition"] extends infer C
    ? C extends readonly (infer One extends ConditionKind)[]
      ? One
      : Extract<C, ConditionKind>
    : never;
};
