import type pulumi from "@pulumi/pulumi";
import type { Owner } from "./owner.ts";

/** What monitors of every type take. */
export interface CommonMonitorArgs {
  /** Slug of the organization. A change makes another monitor. */
  organization: pulumi.Input<string>;
  /** Slug of the project. A change makes another monitor. */
  project: pulumi.Input<string>;
  /** At most 200 characters. */
  name: pulumi.Input<string>;
  /** Shown in the issue. */
  description?: pulumi.Input<string>;
  /** Default: true. */
  enabled?: pulumi.Input<boolean>;
  owner?: pulumi.Input<Owner>;
}
