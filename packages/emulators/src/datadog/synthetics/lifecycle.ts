/** What decides when a failing test alerts. Times are seconds. */
export interface LifeRules {
  minFailureDuration: number;
  minLocationFailed: number;
}

/** What a test remembers between runs; times are seconds since the epoch. */
export interface TestLife {
  /** The outcome of the last run, by location. */
  passed: Map<string, boolean>;
  /** Since when enough locations fail; null while they do not. */
  failingSince: number | null;
  status: "OK" | "Alert" | null;
}

/** A change of a test's state. */
export interface LifeChange {
  to: "OK" | "Alert";
  at: number;
}

export function newLife(): TestLife {
  return { passed: new Map(), failingSince: null, status: null };
}

/**
 * Takes the outcome of a run at one location, at the time of its last attempt. The time of failing begins when the last fast
 * retry has failed, and ends as soon as too few locations fail (docs: How Synthetic Monitoring monitors trigger alerts).
 */
export function observe(
  life: TestLife,
  run: { location: string; passed: boolean; at: number },
  rules: LifeRules,
): LifeChange | null {
  life.passed.set(run.location, run.passed);
  const failed = [...life.passed.values()].filter((passed) => !passed).length;
  if (failed >= rules.minLocationFailed) {
    life.failingSince ??= run.at;
    return null;
  }
  life.failingSince = null;
  if (life.status === "OK") return null;
  life.status = "OK";
  return { to: "OK", at: run.at };
}

/** Alerts when the test has failed for long enough by a time, which may lie between two runs. */
export function alertBy(life: TestLife, now: number, rules: LifeRules): LifeChange | null {
  if (life.failingSince === null || life.status === "Alert") return null;
  const due = life.failingSince + rules.minFailureDuration;
  if (due > now) return null;
  life.status = "Alert";
  return { to: "Alert", at: due };
}
