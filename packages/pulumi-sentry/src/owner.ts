import type pulumi from "@pulumi/pulumi";

/** Who is assigned the issues: exactly one of both, by Sentry's internal id. */
export interface Owner {
  userId?: pulumi.Input<string>;
  teamId?: pulumi.Input<string>;
}
