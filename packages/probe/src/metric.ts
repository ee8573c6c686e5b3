/** One value of one run. Names and tags are as Datadog knows them; the tag `env` is added when it is sent. */
export interface Metric {
  name: string;
  /** A gauge is a state at that moment, a count is how often something happened since the last run. */
  kind: "gauge" | "count";
  value: number;
  tags: Record<string, string>;
}

/** Names of what the probe itself reads begin with this; those of the team's statements are the team's. */
const prefix = "tocsin.probe";

export const gauge = (name: string, value: number, tags: Record<string, string> = {}): Metric =>
  metricOf(`${prefix}.${name}`, value, tags);

export function count(name: string, value: number, tags: Record<string, string> = {}): Metric {
  return { name: `${prefix}.${name}`, kind: "count", value, tags };
}

/** A gauge under its whole name. */
export function metricOf(name: string, value: number, tags: Record<string, string>): Metric {
  return { name, kind: "gauge", value, tags };
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
