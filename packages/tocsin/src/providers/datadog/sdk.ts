/** Typed classes for what is imported from Datadog as it is, in `packages/tocsin/src/providers/datadog`. */
import pulumi from "@pulumi/pulumi";

export interface ImportedArgs {
  /** Address of the API, such as `https://api.datadoghq.eu`; `DD_HOST` or `DD_SITE` of the environment when left out. */
  api?: pulumi.Input<string>;
  /** As the call that creates it takes it, with every member that Datadog knows. */
  body: pulumi.Input<Readonly<Record<string, unknown>>>;
}

/**
 * A synthetic test of any kind, as `POST /api/v1/synthetics/tests/{type}` takes it. Import it by its public id. What no list shows
 * (the steps of a browser test) stays as it is where the body does not state it.
 */
export class SyntheticsTest extends pulumi.CustomResource {
  /** Number of the monitor that Datadog makes for the test. */
  declare readonly monitorId: pulumi.Output<number>;
  declare readonly body: pulumi.Output<Readonly<Record<string, unknown>>>;

  constructor(name: string, args: ImportedArgs, options?: pulumi.CustomResourceOptions) {
    super("tocsin:datadog:SyntheticsTest", name, { ...args, monitorId: undefined }, options);
  }
}

/** An objective of any kind, as `POST /api/v1/slo` takes it. Import it by its id. */
export class Objective extends pulumi.CustomResource {
  declare readonly body: pulumi.Output<Readonly<Record<string, unknown>>>;

  constructor(name: string, args: ImportedArgs, options?: pulumi.CustomResourceOptions) {
    super("tocsin:datadog:Objective", name, { ...args }, options);
  }
}
