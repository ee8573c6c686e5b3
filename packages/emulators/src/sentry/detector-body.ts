import { z } from "zod";
import { type CronSource, parseCronBody } from "./check-ins/body.ts";
import { type MetricSource, type metricConditions, parseMetricBody } from "./metric-detector.ts";
import { parseUptimeBody, type UptimeSource } from "./uptime-detector.ts";
import { parseBody, ValidationError } from "./validation.ts";

/** Kinds of monitor that can be made over the API here. Error monitors come with the project. */
const creatable = ["metric_issue", "uptime_domain_failure", "monitor_check_in_failure"] as const;
/** Kinds that Sentry knows beside those; named in the error of an unknown one. */
const known = ["error", "issue_stream", ...creatable];

/** What every monitor has. `description` may be at most as long as the text field that holds it. */
const common = z.object({
  name: z.string().min(1).max(200),
  type: z.string().min(1),
  enabled: z.boolean().default(true),
  description: z
    .string()
    .nullish()
    .transform((text) => text ?? null),
  owner: z
    .string()
    .regex(/^(user|team):\d+$/)
    .nullish()
    .transform((owner) => owner ?? null),
  workflowIds: z.array(z.union([z.string(), z.int()]).transform(String)).optional(),
});

type DetectorCommon = z.infer<typeof common>;
export type Conditions = z.infer<typeof metricConditions>;

/** Monitors that a project brings with it: neither source nor condition, and nobody deletes them. */
export const isBuiltIn = (type: string): type is "error" | "issue_stream" =>
  type === "error" || type === "issue_stream";

/** A validated monitor. Every error event is the signal of `error` monitors, every issue of the project that of `issue_stream`. */
export type DetectorBody = Omit<DetectorCommon, "type"> &
  (
    | { type: "error" | "issue_stream" }
    | { type: "metric_issue"; source: MetricSource; conditionGroup: Conditions; config: { [key: string]: unknown } }
    | { type: "uptime_domain_failure"; source: UptimeSource; config: { [key: string]: unknown } }
    | { type: "monitor_check_in_failure"; source: CronSource; config: { [key: string]: unknown } }
  );

/**
 * Judges the body of a create call.
 *
 * @throws ValidationError in the form of Sentry's answer
 */
export function parseDetector(body: unknown): DetectorBody {
  const { type, ...rest } = parseBody(common, body);
  if (type === "metric_issue") return { ...rest, type, ...parseMetricBody(body) };
  if (type === "uptime_domain_failure") return { ...rest, type, ...parseUptimeBody(body) };
  if (type === "monitor_check_in_failure") return { ...rest, type, ...parseCronBody(body) };
  if (known.includes(type)) throw new ValidationError({ type: ["Detector type not compatible with detectors"] });
  throw new ValidationError({ type: [`Unknown detector type '${type}'. Must be one of: ${known.join(", ")}`] });
}

/**
 * Judges an update: fields that the body does not name keep their value; a type cannot change.
 *
 * @throws ValidationError in the form of Sentry's answer
 */
export function mergeDetector(stored: DetectorBody, body: unknown): DetectorBody {
  const fields = parseBody(z.record(z.string(), z.unknown()), body);
  if (fields.type !== undefined && fields.type !== stored.type) {
    throw new ValidationError({ type: ["Detector type cannot be changed after creation."] });
  }
  if (!("source" in stored)) {
    const { type: _, ...rest } = parseBody(common, { ...stored, ...fields });
    return { ...rest, type: stored.type };
  }
  const { source, ...whole } = stored;
  return parseDetector({ ...whole, dataSources: [source], ...fields });
}
