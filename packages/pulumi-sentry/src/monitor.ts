import pulumi from "@pulumi/pulumi";

export interface MonitorArgs {
  /** Slug of the organization. A change makes another monitor. */
  organization: pulumi.Input<string>;
  /** Slug of the project. A change makes another monitor. */
  project: pulumi.Input<string>;
  /**
   * As `POST /api/0/organizations/{organization}/projects/{project}/detectors/` takes it. Another `type` makes another monitor.
   * @example { type: "metric_issue", name: "Errors", projectId: "web", enabled: true, dataSources: [...], conditionGroup: {...}, config: { detectionType: "static" } }
   */
  body: pulumi.Input<Readonly<Record<string, unknown>>>;
}

/**
 * What raises issues when something is wrong: a metric above its threshold, an address that does not answer. Sentry's interface
 * calls it a detector. Import it by `organization/id` or `organization/project/id`.
 */
export class Monitor extends pulumi.CustomResource {
  /** Sentry's id of the project. */
  declare readonly projectId: pulumi.Output<string>;
  declare readonly body: pulumi.Output<Readonly<Record<string, unknown>>>;

  constructor(name: string, args: MonitorArgs, options?: pulumi.CustomResourceOptions) {
    super("tocsin:sentry:Monitor", name, { ...args, projectId: undefined }, options);
  }
}
