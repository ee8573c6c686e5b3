/** Typed classes for the switch of crons and the monitors in `packages/tocsin/src/providers/vercel`. */
import pulumi from "@pulumi/pulumi";

export interface CronsArgs {
  /** The team's id, or its name in addresses. A change makes another switch. */
  team: pulumi.Input<string>;
  /** The project's id or name. A change makes another switch. */
  projectId: pulumi.Input<string>;
  /** As `PATCH /v1/projects/{id}/crons` takes it: `{ enabled: true }`. */
  body: pulumi.Input<Readonly<Record<string, unknown>>>;
}

/**
 * The switch of all crons of a project at Vercel. Import it by `team/project`. Removed from a program, the switch stays as it is.
 */
export class Crons extends pulumi.CustomResource {
  declare readonly body: pulumi.Output<Readonly<Record<string, unknown>>>;

  constructor(name: string, args: CronsArgs, options?: pulumi.CustomResourceOptions) {
    super("tocsin:vercel:Crons", name, { ...args }, options);
  }
}

export interface MonitorArgs {
  /** The team's id, or its name in addresses. A change makes another monitor. */
  team: pulumi.Input<string>;
  /** As `POST /alerts/v3/alert-rules` takes it, and `notifications`: where it notifies. */
  body: pulumi.Input<Readonly<Record<string, unknown>>>;
}

/** A monitor of Vercel's own (Observability Plus), with where it notifies. Import it by `team/monitor`. */
export class Monitor extends pulumi.CustomResource {
  declare readonly body: pulumi.Output<Readonly<Record<string, unknown>>>;

  constructor(name: string, args: MonitorArgs, options?: pulumi.CustomResourceOptions) {
    super("tocsin:vercel:Monitor", name, { ...args }, options);
  }
}
