import type { Definition } from "../../model/definition.ts";
import type { Resource } from "../../model/resource.ts";
import { addressOf, type CompileContext, identityLine, resourceName, settingOf } from "../context.ts";
import { environmentVariable } from "../vercel/compile.ts";

/** Stripe's webhook endpoint, and the variable that carries its signing secret to the handler. */
export function compileStripe(context: CompileContext, definition: Definition): Resource[] {
  const { signal } = definition;
  if (signal.kind !== "webhook-endpoint") return [];
  const { stack } = context;
  const endpoint: Resource = {
    vendor: "stripe",
    kind: "webhook-endpoint",
    name: resourceName(definition, "webhook-endpoint"),
    definition: definition.id,
    parent: {},
    body: {
      url: `${addressOf(stack, signal.service)}${signal.path}`,
      enabled_events: [...signal.events].sort(),
      description: `[${stack.name}] ${signal.description ?? definition.title} ${identityLine(definition)}`,
      metadata: { ...signal.metadata, managed_by: "tocsin", tocsin_id: definition.id, tocsin_env: stack.name },
      api_version: stack.stripe.apiVersion,
      ...(signal.connect === undefined ? {} : { connect: true }),
    },
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
