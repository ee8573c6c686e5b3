import { z } from "zod";
import type { Properties } from "../server/types.ts";
import { owner, ownerFromWire, ownerToWire } from "./owner.ts";
import type { LiveDetector } from "./shapes.ts";

/** Inputs that monitors of every type have. */
export const monitorInputs = {
  organization: z.string().min(1),
  project: z.string().min(1),
  name: z.string().min(1).max(200),
  description: z.string().optional(),
  enabled: z.boolean(),
  owner: owner.optional(),
};

const common = z.object(monitorInputs);

/** The same in the body of a request. */
export const monitorBody = (inputs: z.infer<typeof common>): Properties => ({
  name: inputs.name,
  projectId: inputs.project,
  description: inputs.description ?? null,
  enabled: inputs.enabled,
  owner: ownerToWire(inputs.owner),
});

/** The same of a live monitor, as a program would have stated it. */
export const describeMonitor = (live: LiveDetector): Properties => ({
  type: live.type,
  name: live.name,
  description: live.description || null,
  enabled: live.enabled,
  owner: ownerFromWire(live.owner),
});
