/** What the engine itself says of a run, and what it is to keep of one. */
import pulumi from "@pulumi/pulumi";
import messages from "@pulumi/pulumi/proto/resource_pb.js";
import empty from "google-protobuf/google/protobuf/empty_pb.js";
import struct from "google-protobuf/google/protobuf/struct_pb.js";
import type { GateRecord } from "../gate/record.ts";

type Monitor = NonNullable<ReturnType<typeof pulumi.runtime.getMonitor>>;

/** The engine that this program declares its resources to; null in unit tests, where mocks take its place. */
function engine(): Monitor | null {
  const monitor = pulumi.runtime.getMonitor();
  return monitor !== undefined && "getDeploymentInfo" in monitor ? monitor : null;
}

/** A run as the engine knows it. */
interface Deployment {
  preview: boolean;
  organization: string;
  project: string;
  stack: string;
}

/**
 * Asks the engine, because the environment can say anything: with PULUMI_NODEJS_DRY_RUN=true set, the SDK takes an update for
 * a preview.
 * @throws RunError when the engine does not say, or the environment says otherwise
 */
export async function deployment(): Promise<Deployment> {
  const monitor = engine();
  const told = {
    preview: pulumi.runtime.isDryRun(),
    organization: pulumi.getOrganization(),
    project: pulumi.getProject(),
    stack: pulumi.getStack(),
  };
  if (monitor === null) return told;
  const info = await new Promise<messages.DeploymentInfo>((resolve, reject) => {
    monitor.getDeploymentInfo(new empty.Empty(), (error, answer) => {
      if (error === null) resolve(answer);
      else
        reject(
          new pulumi.RunError(
            `The engine does not say whether this is a preview (${error.message}), so it is refused. Use a newer Pulumi.`,
          ),
        );
    });
  });
  const known = {
    preview: info.getDryrun(),
    organization: info.getOrganization() || told.organization,
    project: info.getProject() || told.project,
    stack: info.getStack() || told.stack,
  };
  if (known.preview !== told.preview) {
    throw new pulumi.RunError(
      "PULUMI_NODEJS_DRY_RUN is set in the environment, and this is no preview: unset it. Nothing was changed.",
    );
  }
  return known;
}

/**
 * Gives the engine a record for the stack's outputs before anything is declared. It is kept also when the run fails; when the
 * run succeeds, the program's own outputs take its place.
 */
export async function keep(record: GateRecord, { project, stack }: Deployment): Promise<void> {
  const monitor = engine();
  if (monitor === null) return;
  const request = new messages.RegisterResourceOutputsRequest();
  request.setUrn(`urn:pulumi:${stack}::${project}::pulumi:pulumi:Stack::${project}-${stack}`);
  request.setOutputs(struct.Struct.fromJavaScript({ tocsin: { gate: { ...record } } }));
  await new Promise<void>((resolve, reject) => {
    monitor.registerResourceOutputs(request, (error) => (error === null ? resolve() : reject(error)));
  });
}
