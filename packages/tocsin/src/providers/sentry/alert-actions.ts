import { z } from "zod";
import { withoutNulls } from "../server/inputs.ts";
import type { Properties } from "../server/types.ts";
import { isOneOf } from "./alert-conditions.ts";
import type { LiveWorkflow } from "./shapes.ts";

const email = z
  .strictObject({
    targetType: z.enum(["user", "team", "issue_owners"]),
    targetId: z.string().min(1).optional(),
    fallthroughType: z.enum(["AllMembers", "ActiveMembers", "NoOne"]).optional(),
  })
  .superRefine(({ targetType, targetId }, context) => {
    if ((targetType === "issue_owners") !== (targetId === undefined)) {
      const message = targetType === "issue_owners" ? "does not go with issue_owners" : "is missing";
      context.addIssue({ code: "custom", path: ["targetId"], message });
    }
  });

const slack = z.strictObject({
  integrationId: z.string().min(1),
  channelName: z.string().min(1),
  channelId: z.string().min(1).optional(),
  tags: z.string().optional(),
  notes: z.string().optional(),
});

/** Whom an alert tells. What has no name here goes through `other` unchanged. */
export const action = z
  .strictObject({
    email: email.optional(),
    slack: slack.optional(),
    other: z
      .strictObject({
        type: z.string().min(1),
        integrationId: z.string().optional(),
        config: z.record(z.string(), z.json()),
        data: z.record(z.string(), z.json()),
      })
      .optional(),
  })
  .refine(isOneOf, "must have exactly one member");

export function actionToWire(value: z.infer<typeof action>): Properties {
  if (value.email) {
    const { targetType, targetId, fallthroughType } = value.email;
    return {
      type: "email",
      config: withoutNulls({ targetType, targetIdentifier: targetId ?? null }),
      data: withoutNulls({ fallthroughType: fallthroughType ?? null }),
    };
  }
  if (value.slack) {
    const { integrationId, channelName, channelId, tags, notes } = value.slack;
    return {
      type: "slack",
      integrationId,
      config: { targetType: "specific", targetIdentifier: channelId ?? "", targetDisplay: channelName },
      data: withoutNulls({ tags: tags ?? null, notes: notes ?? null }),
    };
  }
  const { type, integrationId, config, data } = value.other ?? { type: "", config: {}, data: {} };
  return { type, ...(integrationId === undefined ? {} : { integrationId }), config, data };
}

type LiveAction = LiveWorkflow["actionFilters"][number]["actions"][number];

export function actionFromWire(live: LiveAction): Properties {
  const { type, integrationId, config } = live;
  const data = live.data ?? {};
  const text = (value: unknown) => (typeof value === "string" && value !== "" ? value : null);
  if (type === "email" && typeof config.targetType === "string") {
    const targetId = text(config.targetIdentifier);
    return {
      email: withoutNulls({ targetType: config.targetType, targetId, fallthroughType: text(data.fallthroughType) }),
    };
  }
  if (type === "slack" && typeof config.targetDisplay === "string") {
    return {
      slack: withoutNulls({
        integrationId: integrationId ?? null,
        channelName: config.targetDisplay,
        channelId: text(config.targetIdentifier),
        tags: text(data.tags),
        notes: text(data.notes),
      }),
    };
  }
  return { other: withoutNulls({ type, integrationId: integrationId ?? null, config, data }) };
}

/**
 * A live Slack action in the form of a stated one: Sentry looks the channel's id up and fills it in, and answers the
 * channel's name with or without the leading `#`.
 */
export function slackAsStated(live: Properties, stated: Properties): Properties {
  const bare = (name: unknown) => String(name).replace(/^#/, "");
  const { channelId, ...rest } = live;
  return {
    ...rest,
    ...(bare(live.channelName) === bare(stated.channelName) ? { channelName: stated.channelName ?? null } : {}),
    ...(stated.channelId === undefined ? {} : { channelId: channelId ?? null }),
  };
}
