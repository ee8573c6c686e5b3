import { handlesIn } from "./handles.ts";

/** Whom a message notifies in which state: Datadog notifies the handles that are left when the conditions around them are resolved. */

/** What is known of a condition in one state; null: it depends on the group, or on what was before. */
type Holds = boolean | null;

interface State {
  /** Flags that are set. */
  set: readonly string[];
}

const alerting: State = { set: ["is_alert"] };
const recovering: State = { set: ["is_recovery", "is_alert_recovery"] };

/** Flags that are not set where another state's are (docs: Monitors, Notify, Variables). */
const flags = ["is_alert", "is_warning", "is_no_data", "is_recovery", "is_alert_recovery", "is_warning_recovery"];
const unset = [...flags, "is_no_data_recovery", "is_renotify"];

/** Text, or one tag of a condition: `{{#is_alert}}`, `{{^is_match "host.name" "web"}}`, `{{else}}`, `{{/is_alert}}`. */
const piece = /\{\{\s*(?:(?<sign>[#^])(?<flag>\w+)[^}]*|(?<otherwise>else)|(?<end>\/)\w+)\s*\}\}/g;

/** Handles by whether they are certain to be notified in a state. */
export interface Recipients {
  alert: string[];
  recovery: string[];
  /** All that the message names, in whatever state. */
  all: string[];
  /** Whether a variable completes a handle, so that nobody knows beforehand whom it notifies. */
  depends: boolean;
}

export function recipientsOf(message: string): Recipients {
  return {
    alert: certain(message, alerting),
    recovery: certain(message, recovering),
    all: handlesIn(message.replace(piece, " ")),
    depends: /(?:^|[\s}(])@[\w.+@-]*\{\{[^/#^]/.test(message),
  };
}

function certain(message: string, state: State): string[] {
  const around: Holds[] = [];
  const found: string[] = [];
  let from = 0;
  const take = (to: number) => {
    if (around.every((holds) => holds === true)) found.push(...handlesIn(message.slice(from, to)));
  };
  for (const { index, 0: whole, groups } of message.matchAll(piece)) {
    take(index);
    from = index + whole.length;
    const { sign, flag = "", otherwise } = groups ?? {};
    if (sign !== undefined) around.push(sign === "#" ? holds(flag, state) : not(holds(flag, state)));
    else if (otherwise !== undefined) around.push(not(around.pop() ?? null));
    else around.pop();
  }
  take(message.length);
  return [...new Set(found)];
}

function holds(flag: string, { set }: State): Holds {
  if (set.includes(flag)) return true;
  return unset.includes(flag) ? false : null;
}

const not = (holds: Holds): Holds => (holds === null ? null : !holds);
