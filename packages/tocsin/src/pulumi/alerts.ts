/** Alerting as a component of a Pulumi program that is there already. */

import type { ComponentResource, ComponentResourceOptions, Inputs, Output, Unwrap } from "@pulumi/pulumi";
import pulumi from "@pulumi/pulumi";
import { currentRun } from "../program/current-run.ts";
import { gatedProgram } from "../program/gated.ts";
import { readSettings } from "../program/inputs.ts";
import type { Manifest } from "../program/manifest.ts";
import { refuseOtherFolders } from "../project/definitions.ts";
import { UsageError } from "../shared/usage-error.ts";
import { asSentence, ownRun } from "./own-run.ts";
import type { AlertsSettings } from "./settings.ts";

/**
 * Run by the default import, as an ES module gets nothing else of a CommonJS package; typed by the name, as a declaration with the
 * default import says nothing to a CommonJS program without esModuleInterop, which is what `pulumi new typescript` makes.
 */
const Component: typeof ComponentResource = pulumi.ComponentResource;

export interface AlertsArgs {
  /** The folder of the definitions, from the folder of Pulumi.yaml; or what `alert`, `route` and the like have made. */
  definitions: string | readonly object[];
  /** Settings over those of `Pulumi.<stack>.yaml`. Ids and addresses may be outputs of other resources. */
  settings?: AlertsSettings;
}

/**
 * The definitions as resources at the vendors. The stack's gate is judged before the first of them; the rest of the program is
 * not gated.
 *
 * @example
 *
 *     const alerts = new Alerts("alerts", {
 *       definitions: "./alerts",
 *       settings: { vercel: { projects: { web: { id: site.id, url: site.url } } } },
 *     });
 *     export const tocsin = alerts.manifest;
 */
export class Alerts extends Component<Manifest> {
  /** For the stack's output `tocsin`, which `tocsin verify` and `tocsin drill` read. */
  readonly manifest: Output<Unwrap<Manifest>>;

  constructor(name: string, args: AlertsArgs, options?: ComponentResourceOptions) {
    super("tocsin:index:Alerts", name, args, options);
    this.manifest = pulumi.output(this.getData());
  }

  protected override initialize(args: Inputs): Promise<Manifest> {
    return this.declare(args.definitions, args.settings).catch((error: unknown) => Promise.reject(asSentence(error)));
  }

  private async declare(definitions: AlertsArgs["definitions"], stated: AlertsSettings = {}): Promise<Manifest> {
    const command = currentRun.getStore()?.command;
    if (command?.isForeign === true) {
      throw new UsageError("The program makes Alerts itself: --compiled is for programs that have nothing else.");
    }
    const { settings, inputs } = readSettings(stated);
    const own = typeof definitions === "string" ? undefined : definitions;
    const run = await ownRun({ definitions: own, settings }, command);
    if (typeof definitions === "string") refuseOtherFolders(run.root, [definitions]);
    return gatedProgram(run, { inputs, parent: this });
  }
}
