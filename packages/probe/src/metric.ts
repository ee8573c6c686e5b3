/** One value of one run. Names and tags are as Datadog knows them; the tag `env` is added when it is sent. */
export interface Metric {
  name: string;
  /** A gauge is a state at that moment, a count is how often something happened since the last run. */
  kind: "gauge" | "count";
  value: number;
  tags: Record<string, string>;
}

/** The first service's names begin with this; so do those about the probe itself. */
const prefix = "cliply.probe";

export function gauge(name: string, value: number, tags: Record<string, string> = {}): Metric {
  return { name: `${prefix}.${name}`, kind: "gauge", value, tags };
}

export function count(name: string, value: number, tags: Record<string, string> = {}): Metric {
  return { name: `${prefix}.${name}`, kind: "count", value, tags };
}

/** A gauge of the second service. */
export function tipsGauge(name: string, value: number): Metric {
  return { name: `tips.probe.${name}`, kind: "gauge", value, tags: {} };
}

/**
 * The share of failures in percent; null where too few cases were seen to judge the failures among them. Without any failure
 * it is 0 of however few, so that an alert hears that it is over.
 */
export function judgedShare(failed: number, total: number, minimum: number): number | null {
  if (failed === 0) return 0;
  return total < minimum ? null : percent(failed, total);
}

/** `part` of `whole` in percent; 0 of nothing is 0, anything else of nothing is 100. */
export function percent(part: number, whole: number): number {
  if (whole > 0) return (100 * part) / whole;
  return part > 0 ? 100 : 0;
}
