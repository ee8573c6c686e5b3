/** What exists now, by vendor: which object carries which definition. */
import type { Step } from "../engine/engine.ts";
import type { Definition } from "../model/definition.ts";
import type { Resource, VendorName } from "../model/resource.ts";
import { printable } from "../verify/render.ts";

/** One object of a vendor after a run. */
export interface ExistingObject {
  vendor: VendorName;
  kind: string;
  /** Logical name in the stack. */
  name: string;
  /** The vendor's id; null for one that does not exist (a preview, or a run that stopped before it). */
  id: string | null;
  /** Definition that it carries; null when several share it. */
  definition: string | null;
  title: string;
}

/** Joins what was compiled with the ids that a run told. */
export function objectsOf(
  resources: readonly Resource[],
  steps: readonly Step[],
  definitions: readonly Definition[],
): ExistingObject[] {
  const ids = new Map(steps.map((step) => [step.name, step.op === "delete" ? null : step.id]));
  const titles = new Map(definitions.map((definition) => [definition.id as string, definition.title]));
  return resources.map((resource) => ({
    vendor: resource.vendor,
    kind: resource.kind,
    name: resource.name,
    id: ids.get(resource.name) ?? null,
    definition: resource.definition,
    title: (resource.definition === null ? undefined : titles.get(resource.definition)) ?? titleOf(resource),
  }));
}

/** What a shared object is called at its vendor. */
function titleOf({ body, name }: Resource): string {
  for (const field of ["name", "title", "key", "url", "description"]) {
    const value = body[field];
    if (typeof value === "string") return value;
  }
  return name;
}

/** A table a vendor: definitions first, then what they share. Titles come from files of the project, ids from vendors. */
export function objectTables(objects: readonly ExistingObject[]): string {
  const vendors = [...new Set(objects.map((object) => object.vendor))].sort();
  const blocks = vendors.map((vendor) => {
    const own = objects.filter((object) => object.vendor === vendor);
    const rows = [...own]
      .sort((a, b) => Number(a.definition === null) - Number(b.definition === null) || (key(a) < key(b) ? -1 : 1))
      .map((object) => [object.definition ?? "(shared)", object.kind, object.id ?? "-", printable(object.title)]);
    return `${vendor} (${own.length})\n${table(rows)}`;
  });
  return blocks.join("\n\n");
}

const key = (object: ExistingObject) => `${object.definition ?? ""} ${object.kind} ${object.name}`;

function table(rows: readonly string[][]): string {
  const widths = [0, 1, 2].map((column) => Math.max(0, ...rows.map((row) => (row[column] ?? "").length)));
  return rows.map((row) => `  ${row.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join("  ")}`.trimEnd()).join("\n");
}
