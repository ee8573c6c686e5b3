import { z } from "zod";

const text = z.string().min(1);

/** One metric of a query; `filter` is KQL. What exists is for Vercel to say: it has a catalogue a team. */
const selection = z.strictObject({ metric: text, aggregation: text, filter: text.optional() });

/** Where a monitor's notifications go: a channel of Vercel's Slack integration, or an account webhook. */
const notification = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("slack"), configId: text, channelId: text }),
  z.strictObject({ type: z.literal("webhook"), webhookId: text }),
]);
export type VercelNotification = z.infer<typeof notification>;

/**
 * `POST /alerts/v3/alert-rules` of the type `custom`, and `notifications`, each as `POST …/notifications/links` takes it: the one
 * member that is not the rule's own. Limits: the documented resource of the vendor's Terraform provider (2026-11).
 */
export const monitorBody = z.strictObject({
  type: z.literal("custom"),
  name: text.max(256),
  ruleScope: z.strictObject({ type: z.literal("project"), projectId: text }),
  severity: z.enum(["low", "medium", "high"]),
  tags: z.array(text).max(10),
  evaluation: z.strictObject({
    window: z.enum(["5m", "15m", "1h", "1d"]),
    query: z.strictObject({
      metrics: z.record(z.string().regex(/^(?!formula$)\w+$/, "an alias is a word other than formula"), selection),
      formulas: z.strictObject({ formula: text }).optional(),
      outputs: z.array(text).length(1),
    }),
  }),
  trigger: z.strictObject({
    type: z.literal("threshold"),
    output: text,
    operator: z.enum(["gt", "gte", "lt", "lte"]),
    threshold: z.number(),
    minimum: z.strictObject({ output: text, threshold: z.number().nonnegative() }).optional(),
  }),
  notificationSettings: z.strictObject({ enableTeamOwnerNotifications: z.boolean() }),
  notifications: z.array(notification),
});
