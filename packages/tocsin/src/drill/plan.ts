import type { Definition } from "../model/definition.ts";
import type { Project } from "../model/project.ts";
import { ownMonitorOf } from "../vendors/drills.ts";
import type { Method } from "../vendors/method.ts";
import { methodFor } from "../vendors/methods.ts";
import type { Reading, VerbatimAlert } from "../vendors/verbatim-alert.ts";
import type { Level } from "./levels.ts";
import type { Planned } from "./schedule.ts";
import { highest, type Waits, waitsFor } from "./waits.ts";

/** What is to be done about one definition, decided before anything is sent. */
export interface Plan {
  /** Where its query is text that a signal says: with that signal. */
  definition: Definition;
  method: Method;
  ceiling: { level: Level; reason: string };
  /** Null for what is not made to fire. */
  waits: Waits | null;
  /** A monitor of another vendor's own beside the one of its signal, which is fired after that one; null: there is none. */
  beside: (Pick<Plan, "method" | "ceiling" | "waits"> & { name: string }) | null;
  /** Of an alert that is imported verbatim: whom its own message notifies; null for a definition, whose route says it. */
  verbatim: VerbatimAlert | null;
}

/** What drills plan for: the definitions of a stack with its overrides, and what is imported verbatim and can be made to fire. */
export type Drilled = Pick<Project, "definitions" | "stack" | "sqlProbes"> & {
  /** What burn rates are of. */
  objectives?: Project["objectives"];
  /** Of definitions whose query is text, by id: what it was read as. */
  readings?: ReadonlyMap<string, Reading>;
  verbatim?: readonly VerbatimAlert[];
};

/** Plans for `chosen`, or for all. Pure. */
export function planDrill(
  { definitions: written, stack, sqlProbes, objectives = [], readings = new Map(), verbatim = [] }: Drilled,
  clock: "real" | "emulated",
  chosen: readonly string[] = [],
): Plan[] {
  const read = written.map((definition): Reading => readings.get(definition.id) ?? { definition, unread: null });
  const definitions = read.map(({ definition }) => definition);
  const isWanted = ({ id }: Definition) => chosen.length === 0 || chosen.includes(id);
  const part = (definition: Definition, method: Method) => ({
    method,
    ceiling: highest(definition, method, clock),
    waits: method.injection === null ? null : waitsFor(definition, method.injection),
  });
  const known = { all: definitions, stack, probes: sqlProbes, objectives };
  const methodOf = ({ definition, unread }: Reading) => firedAs(unread, methodFor(definition, known));
  const ours = read.flatMap((one) => {
    const { definition } = one;
    if (!isWanted(definition)) return [];
    const own = ownMonitorOf(stack, definition.id);
    const method = own?.how === "instead" ? own : methodOf(one);
    const beside = own?.how === "beside" ? { ...part(definition, own), name: own.name } : null;
    return [{ definition, ...part(definition, method), beside, verbatim: null }];
  });
  const imported = verbatim.flatMap((alert) => {
    const { definition } = alert;
    if (!isWanted(definition)) return [];
    return [{ definition, ...part(definition, methodOf(alert)), beside: null, verbatim: alert }];
  });
  return [...ours, ...imported];
}

/** The way of its signal; where no signal was read, the receipt tells why its comparison is inverted, or why it is not fired. */
function firedAs(unread: string | null, method: Method): Method {
  if (unread === null) return method;
  if (method.injection === null)
    return method.unread === true ? { injection: null, reason: `${method.reason}: ${unread}` } : method;
  if (method.injection.kind !== "inverted") return method;
  return { injection: { ...method.injection, why: unread } };
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
