import pulumi from "@pulumi/pulumi";
import { z } from "zod";
import { deployment } from "./deployment.ts";

const answer = z.object({ outputs: z.record(z.string(), z.unknown()) });

/** What the stack's last update left in its outputs; empty before the first one. */
export async function lastOutputs(): Promise<Record<string, unknown>> {
  const { organization, project, stack } = await deployment();
  const name = `${organization}/${project}/${stack}`;
  const said: unknown = await pulumi.runtime.invoke("pulumi:pulumi:readStackOutputs", { name });
  return answer.parse(said).outputs;
}
