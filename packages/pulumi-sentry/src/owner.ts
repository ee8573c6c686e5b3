import type pulumi from "@pulumi/pulumi";

/** Who is assigned the issues: exactly one of both, by Sentry's internal id. */
export interface Owner {
  userId?: pulumi.Input<string>;
  teamId?: pulumi.Input<string>;
}

/** The plugin's version, which the engine asks for. */
export const version = "0.15.4";
