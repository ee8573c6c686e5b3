import type { Output } from "@pulumi/pulumi";
import pulumi from "@pulumi/pulumi";
import { z } from "zod";
import type { GateRecord } from "../gate/record.ts";
import { deployment } from "./deployment.ts";

/** A resource that now exists, as the stack's outputs name it. */
interface Provisioned {
  vendor: string;
  kind: string;
  name: string;
  id: Output<string>;
}

/** The stack's output `tocsin`: which resources at the vendors carry which definition, and from what they were made. */
export interface Manifest {
  version: 1;
  stack: string;
  definitions: Record<string, Provisioned[]>;
  /** Resources that several definitions share. */
  shared: Provisioned[];
  /** Of the stack, with the values of inputs. */
  settings: object;
  /** What evidence is about, by definition. */
  digests: Readonly<Record<string, string>>;
  /** Of a stack with a gate: what ran proven, and what runs unproven. */
  gate?: GateRecord;
}

const output = z.object({ tocsin: z.record(z.string(), z.unknown()).default({}) });

/** What the stack's last update left in its output `tocsin`; empty before the first one. */
export async function lastManifest(): Promise<Record<string, unknown>> {
  const parsed = output.safeParse(await lastOutputs());
  return parsed.data?.tocsin ?? {};
}

const answer = z.object({ outputs: z.record(z.string(), z.unknown()) });

/** What the stack's last update left in its outputs; empty before the first one. */
async function lastOutputs(): Promise<Record<string, unknown>> {
  const { organization, project, stack } = await deployment();
  const name = `${organization}/${project}/${stack}`;
  const said: unknown = await pulumi.runtime.invoke("pulumi:pulumi:readStackOutputs", { name });
  return answer.parse(said).outputs;
}
