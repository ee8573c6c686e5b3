import pulumi from "@pulumi/pulumi";
import type { MetricMonitorArgs } from "./metric-monitor.ts";
import type { UptimeMonitorArgs } from "./uptime-monitor.ts";

export type MonitorArgs = MetricMonitorArgs | UptimeMonitorArgs;

/**
 * What makes issues when something is wrong: a metric above its threshold, an address that does not answer. Import it by
 * `organization/id` or `organization/project/id`.
 */
export class Monitor extends pulumi.CustomResource {
  /** Sentry's id of the project. */
  declare readonly projectId: pulumi.Output<string>;
  declare readonly name: pulumi.Output<string>;

  constructor(name: string, args: MonitorArgs, options?: pulumi.CustomResourceOptions) {
    super("tocsin:sentry:Monitor", name, { ...args, projectId: undefined }, options);
  }
}
