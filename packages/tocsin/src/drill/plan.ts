import type { Definition } from "../model/definition.ts";
import type { Project } from "../model/project.ts";
import { ownMonitorOf } from "../vendors/drills.ts";
import type { Method } from "../vendors/method.ts";
import { methodFor } from "../vendors/methods.ts";
import type { Level } from "./levels.ts";
import type { Planned } from "./schedule.ts";
import { highest, type Waits, waitsFor } from "./waits.ts";

/** What is to be done about one definition, decided before anything is sent. */
export interface Plan {
  definition: Definition;
  method: Method;
  ceiling: { level: Level; reason: string };
  /** Null for what is not made to fire. */
  waits: Waits | null;
  /** A monitor of another vendor's own beside the one of its signal, which is fired after that one; null: there is none. */
  beside: (Pick<Plan, "method" | "ceiling" | "waits"> & { name: string }) | null;
}

/** Plans for `chosen`, or for all; of a stack, with its overrides. Pure. */
export function planDrill(
  { definitions, stack, sqlProbes }: Pick<Project, "definitions" | "stack" | "sqlProbes">,
  clock: "real" | "emulated",
  chosen: readonly string[] = [],
): Plan[] {
  const wanted = chosen.length === 0 ? definitions : definitions.filter(({ id }) => chosen.includes(id));
  return wanted.map((definition) => {
    const part = (method: Method) => ({
      method,
      ceiling: highest(definition, method, clock),
      waits: method.injection === null ? null : waitsFor(definition, method.injection),
    });
    const own = ownMonitorOf(stack, definition.id);
    const method = own?.how === "instead" ? own : methodFor(definition, definitions, stack, sqlProbes);
    const beside = own?.how === "beside" ? { ...part(own), name: own.name } : null;
    return { definition, ...part(method), beside };
  });
}

/** As the scheduler takes them; those that are not made to fire take no time. */
export function planned(plans: readonly Plan[]): Planned[] {
  return plans.flatMap(({ definition, method: { injection }, waits, ceiling, beside }) => {
    if (injection === null || waits === null) return [];
    // What stops at `delivered` leaves its signal in the window all the same, but is not waited for.
    const seconds = ceiling.level === "recovered" ? waits.expected : waits.expected / 2;
    return [{ definition, injection, seconds: seconds + (beside?.waits?.expected ?? 0) }];
  });
}
