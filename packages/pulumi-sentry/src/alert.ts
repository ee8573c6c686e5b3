import pulumi from "@pulumi/pulumi";

export interface AlertArgs {
  /** Slug of the organization. A change makes another alert. */
  organization: pulumi.Input<string>;
  /**
   * As `POST /api/0/organizations/{organization}/workflows/` takes it.
   * @example { name: "Errors", enabled: true, config: { frequency: 30 }, detectorIds: [monitor.id], triggers: {...}, actionFilters: [...] }
   */
  body: pulumi.Input<Readonly<Record<string, unknown>>>;
}

/** Who is notified of the issues of monitors, and when. Sentry's interface calls it a workflow. Import it by `organization/id`. */
export class Alert extends pulumi.CustomResource {
  declare readonly body: pulumi.Output<Readonly<Record<string, unknown>>>;

  constructor(name: string, args: AlertArgs, options?: pulumi.CustomResourceOptions) {
    super("tocsin:sentry:Alert", name, { ...args }, options);
  }
}
