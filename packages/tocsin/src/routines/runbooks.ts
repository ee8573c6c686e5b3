import type { Definition } from "../model/definition.ts";
import { signalsNow } from "./checks/signals-now.ts";
import { firstLooks } from "./routines.ts";
import type { Routine } from "./run.ts";

/** The first look of a runbook, as a routine: the numbers of its alerts, and what helps to judge what they watch. */
export function runbookRoutine(runbook: string, definitions: readonly Definition[]): Routine {
  const own = definitions.filter((definition) => definition.runbook === runbook);
  return {
    name: runbook,
    page: `runbooks/${runbook}.md`,
    checks: [...signalsNow(own), ...firstLooks.filter(({ about, helps = about }) => own.some(helps))],
  };
}
