/** What the definitions of a stack watch whose query is Datadog's own text: read as a signal, where one says the same. */

import { knownObjectives } from "../import/burn-rate.ts";
import { readingOf } from "../import/reading.ts";
import type { Definition } from "../model/definition.ts";
import type { Project } from "../model/project.ts";
import type { StackConfig } from "../model/stack.ts";
import type { Reading } from "../vendors/verbatim-alert.ts";

/** By id; definitions that say by themselves what they watch have none. */
export function queryReadings({
  definitions,
  stack,
  objectives,
  imported,
}: Pick<Project, "definitions" | "stack" | "objectives" | "imported">): ReadonlyMap<string, Reading> {
  const known = knownObjectives(objectives, imported);
  return new Map(
    definitions.flatMap((definition): [Definition["id"], Reading][] => {
      const reading = readingOf(definition, stack, known);
      return reading === null ? [] : [[definition.id, reading]];
    }),
  );
}

/** A definition as what its query says, where a signal says that; every other as it is. */
export const asRead = (definition: Definition, stack: StackConfig): Definition =>
  readingOf(definition, stack)?.definition ?? definition;
