import type { Definition } from "../../model/definition.ts";
import { type Errors, errorsOf, measuresTransactions } from "../../model/signals/facts.ts";
import { covers as matches } from "../../shared/pattern.ts";
import type { Injected } from "../firing.ts";
import { wantedTags } from "./fire-issues.ts";

/** Whether a definition counts the events that are sent. */
export function eventsTouch({ project, tags }: Injected<"events">, { signal }: Definition): boolean {
  const errors = errorsOf(signal);
  return (
    errors?.projects.includes(project) === true &&
    covers(tags, wantedTags(errors.tags)) &&
    !leavesOut(errors.tags, tags)
  );
}

/** Whether a definition measures the transactions that are sent. */
export const spansTouch = ({ project, transaction }: Injected<"spans">, { signal }: Definition): boolean =>
  measuresTransactions(signal) && signal.project === project && matches(signal.transaction, transaction);

/** Whether a definition watches the job whose runs are told. */
export const checkInsTouch = ({ slug }: Injected<"check-ins">, { signal }: Definition): boolean =>
  signal.kind === "check-ins" && signal.slug === slug;

/** Whether an alert excludes (`!feature`) what is sent. */
const leavesOut = (wanted: Errors["tags"], sent: Record<string, string[]>): boolean =>
  Object.entries(wanted).some(
    ([key, values]) => key.startsWith("!") && (sent[key.slice(1)] ?? []).some((one) => [values].flat().includes(one)),
  );

const covers = (sent: Record<string, string[]>, wanted: Record<string, string[]>): boolean =>
  Object.entries(wanted).every(([key, values]) => sent[key]?.some((value) => values.includes(value)));
