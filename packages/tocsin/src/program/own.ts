/** Resources of our own plugin: each takes the body as it is, and what says where it lives. */
import pulumi from "@pulumi/pulumi";
import { Alert, Monitor } from "@pulumi/sentry";
import { z } from "zod";
import { Objective, SyntheticsTest } from "../providers/datadog/sdk.ts";
import { EventDestination, WebhookEndpoint } from "../providers/stripe/sdk.ts";
import { Crons, Monitor as VercelMonitor } from "../providers/vercel/sdk.ts";
import type { Managed } from "../vendors/managed.ts";
import { type Create, read, type Spec } from "./spec.ts";

const bodyOf = ({ gaps, body }: Spec) => ({ body: gaps.object(body) });

/** `POST /api/0/organizations/{organization}/projects/{project}/detectors/`. */
export const detector: Create = (spec) => {
  const parent = read(z.strictObject({ organization: z.string(), project: z.string() }), spec.parent, spec);
  const created = new Monitor(spec.resource.name, { ...parent, ...bodyOf(spec) }, spec.options);
  return { id: created.id };
};

/** `POST /api/0/organizations/{organization}/workflows/`. */
export const workflow: Create = (spec) => {
  const parent = read(z.strictObject({ organization: z.string() }), spec.parent, spec);
  const created = new Alert(spec.resource.name, { ...parent, ...bodyOf(spec) }, spec.options);
  return { id: created.id };
};

/** `POST /v1/webhook_endpoints`. Stripe tells the signing secret in the create answer only; it stays a secret output. */
export const webhookEndpoint: Create = (spec) => {
  const created = new WebhookEndpoint(spec.resource.name, bodyOf(spec), spec.options);
  return { id: created.id, secret: created.secret };
};

/** `POST /v2/core/event_destinations`, with its signing secret as above. */
export const eventDestination: Create = (spec) => {
  const created = new EventDestination(spec.resource.name, bodyOf(spec), spec.options);
  return { id: created.id, secret: created.secret };
};

/** `PATCH /v1/projects/{id}/crons`: the switch of all crons of a project. */
export const projectCrons: Create = (spec) => {
  const { projectId, team } = read(z.strictObject({ projectId: z.string(), team: z.string() }), spec.parent, spec);
  const args = { team, projectId: spec.gaps.text(projectId), ...bodyOf(spec) };
  return { id: new Crons(spec.resource.name, args, spec.options).id };
};

/** `POST /alerts/v3/alert-rules`, and the links to where it notifies. */
export const alertRule: Create = (spec) => {
  const { team } = read(z.strictObject({ team: z.string() }), spec.parent, spec);
  return { id: new VercelMonitor(spec.resource.name, { team, ...bodyOf(spec) }, spec.options).id };
};

class ManagedResource extends pulumi.CustomResource {}

/** A resource that the plugin manages by what the vendor's folder says of its kind. */
export const managedResource =
  ({ type, place }: Managed): Create =>
  (spec) => {
    const parent = read(z.strictObject(Object.fromEntries(place.map((key) => [key, z.string()]))), spec.parent, spec);
    const args = { ...spec.gaps.object(parent), ...bodyOf(spec) };
    return { id: new ManagedResource(`tocsin:${type}`, spec.resource.name, args, spec.options).id };
  };
/** Where Datadog is called, as its own plugin reads it of the stack's settings; the environment says it otherwise. */
const addressOf = (): { api?: string } => {
  const api = new pulumi.Config("datadog").get("apiUrl");
  return api === undefined ? {} : { api };
};

/** `POST /api/v1/synthetics/tests/{type}`, of a test that is imported as it is. */
export const importedTest: Create = (spec) => {
  const created = new SyntheticsTest(spec.resource.name, { ...addressOf(), ...bodyOf(spec) }, spec.options);
  return { id: created.id, public_id: created.id, monitor_id: pulumi.interpolate`${created.monitorId}` };
};

/** `POST /api/v1/slo`, of an objective that is imported as it is. */
export const importedObjective: Create = (spec) => {
  return { id: new Objective(spec.resource.name, { ...addressOf(), ...bodyOf(spec) }, spec.options).id };
};
