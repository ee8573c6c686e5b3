import type pulumi from "@pulumi/pulumi";
import type { CommonMonitorArgs } from "./common.ts";

/** A monitor that asks an address for an answer. */
export interface UptimeMonitorArgs extends CommonMonitorArgs {
  /** Another type is another monitor. */
  type: "uptime_domain_failure";
  /** Environment of the issues. */
  environment: pulumi.Input<string>;
  /** http or https. */
  url: pulumi.Input<string>;
  /** `GET`, `POST`, `HEAD`, `PUT`, `DELETE`, `PATCH` or `OPTIONS`. */
  method: pulumi.Input<string>;
  /** 60, 300, 600, 1200, 1800 or 3600. */
  intervalSeconds: pulumi.Input<number>;
  /** 1000 to 60000, and not longer than the interval. */
  timeoutMs: pulumi.Input<number>;
  /** Kept as a secret. */
  headers?: pulumi.Input<Record<string, pulumi.Input<string>>>;
  /** Not with `GET` and `HEAD`. */
  body?: pulumi.Input<string>;
  /** What must be true of the answer, as a JSON object in Sentry's form. */
  assertionJson?: pulumi.Input<string>;
  /** Failed checks in a row until it is down. Default: 3. */
  downtimeThreshold?: pulumi.Input<number>;
  /** Good checks in a row until it is up again. Default: 1. */
  recoveryThreshold?: pulumi.Input<number>;
}
