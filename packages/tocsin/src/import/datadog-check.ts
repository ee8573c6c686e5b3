import { type Condition, conditionSchema } from "../model/condition.ts";
import type { ServiceCheck } from "../model/signals/facts.ts";
import type { StackConfig } from "../model/stack.ts";
import { signalOf } from "./datadog-judged.ts";
import { Inexpressible } from "./draft.ts";

/** Monitors on service checks, read back into definitions. What is read is compiled again and compared. */

interface Options {
  thresholds?: { [K in "critical" | "warning" | "ok"]?: number | null | undefined } | undefined;
  notify_no_data?: boolean | null | undefined;
  no_data_timeframe?: number | null | undefined;
}

const tagText = '"[^"]*"';
const tagTexts = `${tagText}(?:, ?${tagText})*`;
const checkPattern = new RegExp(
  String.raw`^"([\w.-]+)"\.over\((${tagTexts})\)(?:\.exclude\((${tagTexts})\))?\.by\((${tagTexts})\)\.last\((\d+)\)\.(count|pct)_by_status\(\)$`,
);

/** Minutes that are meant where missing data is notified and nothing is said (specification, `no_data_timeframe`). */
export const dayOfSilence = 24 * 60;

/** `"postgres.can_connect".over("env:prod").by("host").last(4).count_by_status()`. @throws Inexpressible */
export function readServiceCheck(
  query: string,
  { thresholds = {}, notify_no_data: notifies, no_data_timeframe: minutes }: Options,
  stack: StackConfig,
): { signal: ServiceCheck; condition: Condition } {
  const [whole, check, over = "", exclude = "", by = "", , measure] = checkPattern.exec(query.trim()) ?? [];
  if (whole === undefined)
    throw new Inexpressible("its query is no service check that is grouped and counts runs or takes a percentage");
  const { critical, warning, ok } = thresholds;
  const silence = notifies === true ? { noDataAfter: (minutes ?? dayOfSilence) * 60 } : {};
  const condition = conditionSchema.safeParse(
    measure === "pct"
      ? { kind: "failing-share", critical, ...(warning == null ? {} : { warning }), ...silence }
      : {
          kind: "consecutive-failures",
          failures: critical ?? 1,
          ...(ok == null || ok === 1 ? {} : { recoverAfter: ok }),
          ...(warning == null ? {} : { warnAfter: warning }),
          ...silence,
        },
  );
  if (!condition.success) {
    const [issue] = condition.error.issues;
    throw new Inexpressible(`its limits are none that a definition has: ${issue?.path.join(".")}: ${issue?.message}`);
  }
  return { signal: watched({ check, over, exclude, by }, stack), condition: condition.data };
}

function watched(
  { check, over, exclude, by }: { check: string | undefined; over: string; exclude: string; by: string },
  stack: StackConfig,
): ServiceCheck {
  const listed = (text: string) =>
    [...text.matchAll(/"([^"]*)"/g)].map(([, one = ""]) => one).filter((one) => one !== "*");
  const [first, ...rest] = listed(over);
  const ofStack = first === `env:${stack.name}`;
  const tagged = (tags: readonly string[]) =>
    Object.fromEntries(tags.map((tag) => [tag.slice(0, tag.indexOf(":")), tag.slice(tag.indexOf(":") + 1)]));
  return signalOf("service-check", {
    check,
    scope: ofStack ? "stack" : "everywhere",
    tags: tagged(ofStack ? rest : listed(over)),
    exclude: tagged(listed(exclude)),
    groupBy: listed(by),
  });
}
