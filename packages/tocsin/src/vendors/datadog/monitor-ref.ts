import type { Definition } from "../../model/definition.ts";
import type { Ref } from "../../model/resource.ts";
import { isCheckSignal } from "../../model/signals/facts.ts";
import { resourceName } from "../context.ts";

/** The property that holds the id of a definition's monitor: a synthetic test brings one of its own. */
export const monitorIdOf = (definition: Definition): { resource: string; property: string } =>
  isCheckSignal(definition.signal)
    ? { resource: resourceName(definition, "synthetics-test"), property: "monitor_id" }
    : { resource: resourceName(definition, "monitor"), property: "id" };

/** The id of another definition's monitor, as a piece of a query. Loading has made sure that there is one. */
export function monitorRef(id: string, all: ReadonlyMap<string, Definition>, by: Definition): Ref {
  const definition = all.get(id);
  if (definition === undefined) throw new Error(`${by.id}: there is no definition "${id}".`);
  return { path: "query", within: `<${id}>`, ...monitorIdOf(definition) };
}
