import { noDataFaults } from "./check-no-data.ts";
import { signalFaults } from "./check-signals.ts";
import { textFaults } from "./check-texts.ts";
import { isBeyond, sideText } from "./condition.ts";
import type { Definition } from "./definition.ts";
import { type Fault, fault } from "./fault.ts";
import { isPlainMetric, isSearch, isShareOfLogs, watchesMetrics } from "./signals/facts.ts";
import { signalKinds } from "./signals/kinds.ts";

function thresholds(definition: Definition): Fault[] {
  const { condition, signal } = definition;
  if (condition.kind !== "threshold") return [];
  const { comparison, critical, warning, recovery, warningRecovery } = condition;
  const faults: Fault[] = [];
  const safe = comparison === "above" ? (a: number, b: number) => a < b : (a: number, b: number) => a > b;
  const side = comparison === "above" ? "below" : "above";
  if (warning !== undefined && !safe(warning, critical)) {
    faults.push(
      fault(
        "model/warning-side",
        "condition.warning",
        `the warning (${warning}) is not ${side} the critical threshold (${critical}), so it would never come first`,
        `Put the warning ${side} ${critical}, or leave it out.`,
      ),
    );
  }
  if (recovery !== undefined && !safe(recovery, critical)) {
    faults.push(
      fault(
        "model/recovery-side",
        "condition.recovery",
        `the recovery (${recovery}) is not ${side} the critical threshold (${critical})`,
        `Put the recovery ${side} ${critical}, or leave it out.`,
      ),
    );
  }
  if (warningRecovery !== undefined && (warning === undefined || !safe(warningRecovery, warning))) {
    faults.push(
      fault(
        "model/recovery-side",
        "condition.warningRecovery",
        `the warning's recovery (${warningRecovery}) is not ${side} the warning`,
        "Put it on the safe side of the warning, or leave it out.",
      ),
    );
  }
  const domain = domainOf(signal);
  if (domain) {
    const reachable = isBeyond(condition, domain[comparison === "above" ? 1 : 0], critical);
    if (!reachable)
      faults.push(
        fault(
          "model/unreachable",
          "condition.critical",
          `nothing is ever ${sideText(condition)} ${critical}: the signal stays between ${domain[0]} and ${domain[1]}`,
          "Choose a threshold that can be crossed.",
        ),
      );
    const always = isBeyond(condition, domain[comparison === "above" ? 0 : 1], critical);
    if (always)
      faults.push(
        fault(
          "model/always-true",
          "condition.critical",
          `the signal is always ${sideText(condition)} ${critical}`,
          "Choose a threshold that can be on either side.",
        ),
      );
  }
  faults.push(...noDataFaults(definition));
  return faults;
}

/** The smallest and largest value that can ever occur; undefined where it is not known. */
function domainOf(signal: Definition["signal"]): readonly [number, number] | undefined {
  if (isPlainMetric(signal)) return signal.domain;
  if (watchesMetrics(signal)) return undefined;
  if (isSearch(signal) && signal.value.of === "measure") return undefined;
  const isShare = isShareOfLogs(signal) || (isSearch(signal) && signal.value.of === "share");
  return isShare ? [0, 100] : [0, Number.POSITIVE_INFINITY];
}

/**
 * What is impossible or never meant in one definition: things that a vendor would refuse, that can never fire, or that
 * would always fire. Pure; the schema has been satisfied before.
 */
export function faultsOf(definition: Definition): Fault[] {
  const fits: readonly string[] = [signalKinds[definition.signal.kind].condition].flat();
  if (!fits.includes(definition.condition.kind)) {
    return [
      fault(
        "model/condition",
        "condition",
        `a ${definition.signal.kind} signal cannot have a ${definition.condition.kind} condition`,
        `Use a ${fits.join(" or ")} condition.`,
      ),
    ];
  }
  return [...thresholds(definition), ...signalFaults(definition), ...textFaults(definition)];
}
