/** Datadog objects: the REST body renamed into the arguments of `@pulumi/datadog`. */
import datadog from "@pulumi/datadog";
import { z } from "zod";
import { type Create, camel, read } from "./values.ts";

const variableShape = z.strictObject({
  description: z.string(),
  is_fido: z.literal(false),
  is_totp: z.literal(false),
  name: z.string(),
  tags: z.array(z.string()),
  value: z.strictObject({ secure: z.boolean(), value: z.string() }),
});

const channelShape = z.strictObject({
  display: z.strictObject({
    message: z.boolean(),
    mute_buttons: z.boolean(),
    notified: z.boolean(),
    snapshot: z.boolean(),
    tags: z.boolean(),
  }),
  name: z.string(),
});

/**
 * A monitor as JSON: the plugin sends exactly the text that it is given and makes no validate call on a preview, which the
 * typed `Monitor` does for every monitor.
 */
export const monitor: Create = (spec) => {
  const created = new datadog.MonitorJson(spec.resource.name, { monitor: spec.gaps.document(spec.body) }, spec.options);
  return { id: created.id };
};

/** `POST /api/v1/synthetics/variables`: what a synthetic test needs and nobody may read, such as a bearer token. */
export const globalVariable: Create = (spec) => {
  const body = read(variableShape, spec.body, spec);
  const created = new datadog.SyntheticsGlobalVariable(
    spec.resource.name,
    {
      name: body.name,
      description: body.description,
      tags: body.tags,
      secure: body.value.secure,
      value: spec.gaps.text(body.value.value),
    },
    spec.options,
  );
  return { id: created.id };
};

/** A Slack channel that Datadog may post to: the route behind `@slack-{account}-{channel}`. */
export const slackChannel: Create = (spec) => {
  const { account } = read(z.strictObject({ account: z.string() }), spec.resource.parent, spec);
  const body = read(channelShape, spec.body, spec);
  const created = new datadog.slack.Channel(
    spec.resource.name,
    { accountName: account, channelName: body.name, display: camel(body.display) },
    spec.options,
  );
  return { id: created.id };
};
