import type { Definition, Route } from "./definition.ts";
import type { Objective } from "./objective.ts";
import type { Raw } from "./raw.ts";
import type { Resource } from "./resource.ts";
import type { SqlProbe } from "./sql-probe.ts";
import type { StackConfig } from "./stack.ts";

/** A stack as everything else works with it. */
export interface Project {
  stack: StackConfig;
  /** With the stack's overrides. */
  definitions: Definition[];
  /** As the team wrote them: what evidence is about. */
  written: Definition[];
  routes: Route[];
  sqlProbes: SqlProbe[];
  objectives: Objective[];
  resources: Resource[];
  /**
   * What the definitions as the team wrote them, dashboards, objectives and the probe compile to in neutral settings: the same for
   * every stack. Compiled when it is asked for.
   */
  neutral: () => readonly Resource[];
  /** What is imported verbatim and this stack has. */
  raws: Raw[];
  /** Vendors' ids of objects that were made by hand and imported, by resource; see `imported.yaml`. */
  imported: Map<string, string>;
  /** Where a definition begins, from the project's root and 1-based; null where that is not known. */
  placeOf?: (id: string) => { file: string; line: number } | null;
  /** For a shard: the whole stack, so that what belongs to the other shards is known. */
  whole?: Project;
}
