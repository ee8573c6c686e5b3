import type { Definition } from "../model/definition.ts";
import type { SignalKind } from "../model/signal.ts";
import { ask, type Table } from "../model/signals/kinds.ts";
import { datadogMethods } from "./datadog/methods.ts";
import type { Asked, Method } from "./method.ts";
import { sentryMethods } from "./sentry/methods.ts";
import { stripeMethods } from "./stripe/methods.ts";
import { vercelMethods } from "./vercel/methods.ts";

const methods: Table<[Asked], Method> = { ...sentryMethods, ...datadogMethods, ...vercelMethods, ...stripeMethods };

/** The least invasive way that exists for each kind of signal. Pure; `all` are the definitions of the stack, `probes` its statements. */
export function methodFor(
  definition: Definition,
  known: Pick<Asked, "all" | "stack" | "probes" | "objectives">,
): Method {
  const { condition } = definition;
  const threshold = condition.kind === "threshold" ? condition : null;
  return ask<SignalKind, [Asked], Method>(methods, definition.signal, { ...known, definition, threshold });
}
