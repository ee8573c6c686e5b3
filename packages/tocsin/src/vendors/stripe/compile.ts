import type { Definition } from "../../model/definition.ts";
import type { JsonObject, Resource } from "../../model/resource.ts";
import { type EventReceiver, receivesEvents } from "../../model/signals/facts.ts";
import type { StackConfig } from "../../model/stack.ts";
import { addressOf, type CompileContext, identityLine, resourceName, settingOf } from "../context.ts";
import { environmentVariable } from "../vercel/compile.ts";

/** Stripe's webhook endpoint or event destination, and the variable that carries its signing secret to the handler. */
export function compileStripe(context: CompileContext, definition: Definition): Resource[] {
  const { signal } = definition;
  if (!receivesEvents(signal)) return [];
  const { stack } = context;
  const kind = signal.payload === undefined ? "webhook-endpoint" : "event-destination";
  const endpoint: Resource = {
    vendor: "stripe",
    kind,
    name: resourceName(definition, kind),
    definition: definition.id,
    parent: {},
    body: bodyOf(stack, definition, signal),
    refs: [],
  };
  // Without a variable the secret stays with the engine: whoever receives the events does not run on Vercel.
  if (signal.secretVariable === undefined) return [endpoint];
  const project = settingOf(stack.vercel.projects, signal.service, "vercel.projects", stack);
  return [
    endpoint,
    {
      ...environmentVariable(stack, definition, project.id, signal.secretVariable, null),
      refs: [{ path: "value", resource: endpoint.name, property: "secret" }],
    },
  ];
}

function bodyOf(stack: StackConfig, definition: Definition, signal: EventReceiver): JsonObject {
  const { payload, connect, metadata } = signal;
  const url = `${addressOf(stack, signal.service)}${signal.path}`;
  const text = `[${stack.name}] ${signal.description ?? definition.title}`;
  const common = {
    enabled_events: [...signal.events].sort(),
    description: `${text} ${identityLine(definition)}`,
    metadata: { ...metadata, managed_by: "tocsin", tocsin_id: definition.id, tocsin_env: stack.name },
  };
  const { apiVersion } = stack.stripe;
  if (payload === undefined) {
    return { url, ...common, api_version: apiVersion, ...(connect === undefined ? {} : { connect: true }) };
  }
  return {
    ...{ name: text, type: "webhook_endpoint", event_payload: payload },
    ...common,
    events_from: [connect === undefined ? "@self" : "@accounts"],
    // Thin events have no version: a handler fetches what they are about in its own.
    ...(payload === "snapshot" ? { snapshot_api_version: apiVersion } : {}),
    webhook_endpoint: { url },
  };
}
