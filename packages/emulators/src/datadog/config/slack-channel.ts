import { z } from "zod";

const display = z.object({
  message: z.boolean().default(true),
  mute_buttons: z.boolean().default(false),
  notified: z.boolean().default(true),
  snapshot: z.boolean().default(true),
  tags: z.boolean().default(true),
});
const name = z.string().regex(/^#[a-z0-9_-]{1,80}$/i, "a channel is '#' and its name");
export const createSchema = z.object({ name, display: display.default(display.parse({})) });
export const updateSchema = z.object({ name: name.optional(), display: display.partial().optional() });

/** A channel to which monitors may send: it makes the handle `@slack-ACCOUNT-NAME`. */
export type SlackChannel = z.infer<typeof createSchema>;
