import pulumi from "@pulumi/pulumi";
import type { MonitorArgs } from "./monitor.ts";
import { version } from "./owner.ts";

export interface UptimeMonitorArgs extends MonitorArgs {
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

/** A monitor that asks an address for an answer. Import it by `organization/id` or `organization/project/id`. */
export class UptimeMonitor extends pulumi.CustomResource {
  /** Sentry's id of the project. */
  declare readonly projectId: pulumi.Output<string>;
  declare readonly name: pulumi.Output<string>;

  constructor(name: string, args: UptimeMonitorArgs, options?: pulumi.CustomResourceOptions) {
    const outputs = { projectId: undefined };
    super(
      "sentry:index/uptimeMonitor:UptimeMonitor",
      name,
      { ...args, ...outputs },
      pulumi.mergeOptions({ version }, options),
    );
  }
}
