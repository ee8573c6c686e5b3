import { type Raw, type RawKind, rawForm } from "../model/raw.ts";
import { isObject, type JsonObject, type Resource, textAt } from "../model/resource.ts";
import type { StackConfig } from "../model/stack.ts";
import { sha256 } from "../shared/digest.ts";
import { managedBy, settingOf } from "./context.ts";
import { kinds } from "./kinds.ts";

/** Sentry's longest name of an alert. */
export const longestAlertName = 256;

/**
 * A raw resource in the compiled form, and after it the alerts that notify of it: its body as it stands, with our marks where its kind has a place for them. Nothing else
 * is added, so an update of the object changes nothing else.
 * @throws MissingSetting for a project that the stack file does not have
 */
export function compileRaw(
  { id, kind, project, body, alerts = [] }: Raw,
  stack: StackConfig,
): [Resource, ...Resource[]] {
  const own: Resource = {
    vendor: kinds[kind].vendor,
    kind,
    name: rawName(id, kind),
    definition: id,
    ...placed(kind, project, marked(kind, body, id, stack.name), stack),
    refs: [],
    ...(byOwnPlugin.has(kind) ? { verbatim: true } : {}),
  };
  const notifying = alerts.map(
    (alert, at): Resource => ({
      ...{ vendor: "sentry", kind: "workflow", name: rawAlertName(id, at), definition: id },
      ...placed("workflow", undefined, marked("workflow", { ...alert, detectorIds: [null] }, id, stack.name), stack),
      refs: [{ path: "detectorIds.0", resource: own.name, property: "id" }],
    }),
  );
  return [own, ...notifying];
}

/** Digest of what a raw resource is, whoever has it: two stacks with one body have one digest. */
export const rawDigest = (raw: Omit<Raw, "id" | "stack">): string => sha256(rawForm(raw));

/** Kinds of which the vendor's plugin knows some members only. Monitors and dashboards it takes as text. */
const byOwnPlugin: ReadonlySet<RawKind> = new Set<RawKind>(["synthetics-test", "slo"]);

/** The name under which the engine knows a raw resource, and imported.yaml its id. */
export const rawName = (id: string, kind: RawKind): string => `${id}/${kind}`;
/** The same of the alerts of a raw monitor, in their order. */
export const rawAlertName = (id: string, at: number): string =>
  at === 0 ? rawName(id, "workflow") : `${rawName(id, "workflow")}-${at + 1}`;

/** Where the object lives at its vendor. The project of a Sentry monitor stands in its path and in its body. */
function placed(
  kind: RawKind,
  project: string | undefined,
  body: JsonObject,
  stack: StackConfig,
): Pick<Resource, "parent" | "body"> {
  const { organization, projects } = stack.sentry;
  if (kind === "workflow") return { parent: { organization }, body };
  if (kind !== "detector") return { parent: {}, body };
  const { slug } = settingOf(projects, project ?? "", "sentry.projects", stack);
  return { parent: { organization, project: slug }, body: { ...body, projectId: slug } };
}

/** The body with the marks by which verify and the engine find it again. */
function marked(kind: RawKind, body: JsonObject, id: string, stack: string): JsonObject {
  switch (kind) {
    case "monitor":
    case "synthetics-test":
    case "slo":
      return { ...body, tags: withTags(body, id, stack) };
    case "dashboard":
    case "detector":
      return { ...body, description: [textAt(body, "description"), `tocsin:${id}`].filter(Boolean).join("\n") };
    case "workflow":
      return { ...body, name: `${textAt(body, "name")} tocsin:${id}` };
    case "webhook-endpoint": {
      const { metadata } = body;
      const own = isObject(metadata) ? metadata : {};
      return { ...body, metadata: { ...own, managed_by: "tocsin", tocsin_id: id, tocsin_env: stack } };
    }
  }
}

/** A hand may have said which environment it is: a second `env:` would put the object into two. */
function withTags({ tags }: JsonObject, id: string, stack: string): string[] {
  const own = Array.isArray(tags) ? tags.filter((tag) => typeof tag === "string") : [];
  const environment = own.some((tag) => tag.startsWith("env:")) ? [] : [`env:${stack}`];
  return [...new Set([...own, ...environment, managedBy, `tocsin-id:${id}`])];
}
