import { z } from "zod";
import type { Properties } from "../server/types.ts";
import type { LiveOwner } from "./shapes.ts";

/** Who gets the issues: a member or a team, by Sentry's internal id. */
export const owner = z
  .strictObject({ userId: z.string().min(1).optional(), teamId: z.string().min(1).optional() })
  .refine(
    ({ userId, teamId }) => (userId === undefined) !== (teamId === undefined),
    "must have either userId or teamId",
  );

export type Owner = z.infer<typeof owner>;

/** As requests have it: `user:7`, `team:3`, or null for nobody. */
export function ownerToWire(value: Owner | undefined): string | null {
  if (value?.userId !== undefined) return `user:${value.userId}`;
  return value?.teamId === undefined ? null : `team:${value.teamId}`;
}

/** As a program states it, from an answer. */
export function ownerFromWire(value: LiveOwner): Properties | null {
  if (value === null || value === undefined) return null;
  const [type, id] = typeof value === "string" ? value.split(":", 2) : [value.type, value.id];
  if (id === undefined) return null;
  return type === "team" ? { teamId: id } : { userId: id };
}
