/** Resources of our own plugin: each takes the body as it is, and what says where it lives. */
import pulumi from "@pulumi/pulumi";
import { Alert, Monitor } from "@pulumi/sentry";
import { z } from "zod";
import type { Resource, ResourceKind } from "../model/resource.ts";
import { managedOf } from "../vendors/kinds.ts";
import type { Managed } from "../vendors/managed.ts";
import type { Outputs } from "./values.ts";
import { type Create, read, type Spec } from "./values.ts";

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

/** A resource of the plugin, known by its type. What only the vendor tells stands here, where there is such a thing. */
export class OwnResource extends pulumi.CustomResource {
  /** Signing secret (`whsec_...`). Stripe tells it once, when it makes the resource; undefined after an import. */
  declare readonly secret: pulumi.Output<string>;
  /** Number of the monitor that Datadog makes for a test. */
  declare readonly monitorId: pulumi.Output<number>;
}

/** How a kind is declared: its type at the plugin, and members of `Resource.parent` that say where it lives. */
type Own = Pick<Managed, "type" | "place"> & { tells?: "secret" | "monitorId" };

const types: Readonly<Partial<Record<ResourceKind, Own>>> = {
  // `PATCH /v1/projects/{id}/crons`: the switch of all crons of a project.
  "project-crons": { type: "vercel:Crons", place: ["team", "projectId"] },
  // `POST /alerts/v3/alert-rules`, and the links to where it notifies.
  "alert-rule": { type: "vercel:Monitor", place: ["team"] },
  // `POST /v1/webhook_endpoints`
  "webhook-endpoint": { type: "stripe:WebhookEndpoint", place: [], tells: "secret" },
  // `POST /v2/core/event_destinations`
  "event-destination": { type: "stripe:EventDestination", place: [], tells: "secret" },
};

/** What is imported as it is, of kinds of which the vendor's plugin carries a part only. */
const imported: Readonly<Partial<Record<ResourceKind, Own>>> = {
  "synthetics-test": { type: "datadog:SyntheticsTest", place: [], tells: "monitorId" },
  slo: { type: "datadog:Objective", place: [] },
};

/** Whether our own plugin manages a resource; the vendors' own manage the rest. */
export const isOurs = ({ kind, verbatim }: Pick<Resource, "kind" | "verbatim">): boolean =>
  verbatim === true ||
  ["detector", "workflow"].includes(kind) ||
  types[kind] !== undefined ||
  managedOf(kind) !== undefined;

/** What creates resources of a kind by our plugin; undefined where another plugin does. */
export function ownResource(kind: ResourceKind): Create | undefined {
  const own = types[kind] ?? managedOf(kind);
  return own && ((spec) => declared(own, spec, {}));
}

/** The same for what is imported as it is. */
export function importedResource(kind: ResourceKind): Create | undefined {
  const own = imported[kind];
  return own && ((spec) => declared(own, spec, addressOf()));
}

function declared({ type, place, tells }: Own, spec: Spec, beside: { api?: string }): Outputs {
  const parent = read(z.strictObject(Object.fromEntries(place.map((key) => [key, z.string()]))), spec.parent, spec);
  const told = tells === undefined ? {} : { [tells]: undefined };
  const args = { ...beside, ...spec.gaps.object(parent), ...bodyOf(spec), ...told };
  const secrets = tells === "secret" ? { additionalSecretOutputs: ["secret"] } : {};
  const created = new OwnResource(`tocsin:${type}`, spec.resource.name, args, { ...spec.options, ...secrets });
  const { id } = created;
  if (tells === "secret") return { id, secret: created.secret };
  if (tells === "monitorId") return { id, public_id: id, monitor_id: pulumi.interpolate`${created.monitorId}` };
  return { id };
}

/** Where Datadog is called, as its own plugin reads it of the stack's settings; the environment says it otherwise. */
function addressOf(): { api?: string } {
  const api = new pulumi.Config("datadog").get("apiUrl");
  return api === undefined ? {} : { api };
}
