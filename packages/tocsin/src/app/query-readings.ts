/** What the definitions of a stack watch whose query is Datadog's own text: read as a signal, where one says the same. */

import { readingOf } from "../import/reading.ts";
import type { Definition } from "../model/definition.ts";
import type { Project } from "../model/project.ts";
import type { StackConfig } from "../model/stack.ts";
import type { Reading } from "../vendors/verbatim-alert.ts";

/** By id; definitions that say by themselves what they watch have none. */
export const queryReadings = ({
  definitions,
  stack,
}: Pick<Project, "definitions" | "stack">): ReadonlyMap<string, Reading> =>
  new Map(
    definitions.flatMap((definition): [Definition["id"], Reading][] => {
      const reading = readingOf(definition, stack);
      return reading === null ? [] : [[definition.id, reading]];
    }),
  );

/** A definition as what its query says, where a signal says that; every other as it is. */
export const asRead = (definition: Definition, stack: StackConfig): Definition =>
  readingOf(definition, stack)?.definition ?? definition;
