import { Hono } from "hono";
import { z } from "zod";
import type { Workspace } from "./workspace.ts";

const dropSchema = z.strictObject({ channel: z.string().min(1).optional(), times: z.int().min(0).max(1_000_000) });

/**
 * What the control app offers for Slack: `PUT /slack/drop {channel?, times}` makes the workspace accept messages and lose them,
 * which no sender can notice. `times: 0` ends it.
 */
export function slackControl(workspace: Workspace): Hono {
  const control = new Hono();
  control.put("/drop", async (c) => {
    const parsed = dropSchema.safeParse(await c.req.json().catch(() => null));
    if (!parsed.success) return c.json({ errors: ["drop: {channel?: '#name', times: 0 or more}"] }, 400);
    const { channel: name, times } = parsed.data;
    const channel = name === undefined ? null : workspace.channel(name);
    if (channel === undefined) return c.json({ errors: [`channel: ${name} does not exist`] }, 400);
    workspace.lose(times, channel);
    return c.json(parsed.data);
  });
  return control;
}
