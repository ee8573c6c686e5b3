import { listAt, textAt, valueAt } from "../../model/resource.ts";
import { handlesIn } from "../../vendors/datadog/handles.ts";
import { rule } from "../rule.ts";

/** Blocks that are shown for a recovery too, or for every state. */
const shownAtRecovery = /^(is_recovery|is_alert_recovery|is_warning_recovery|is_match|is_exact_match|is_priority)$/;

/** A message with everything taken out that a recovery does not show. */
function atRecovery(message: string): string {
  let text = message;
  // Innermost blocks first; each pass takes away one level.
  for (let before = ""; before !== text; ) {
    before = text;
    text = text.replace(
      /\{\{([#^])(is_\w+)[^}]*\}\}((?:(?!\{\{[#^])[\s\S])*?)\{\{\/\2\}\}/g,
      (_, sign: string, name: string, inner: string) => {
        const recovery = shownAtRecovery.test(name);
        return (sign === "#") === recovery || (sign === "^" && /match|priority/.test(name)) ? inner : "";
      },
    );
  }
  return text;
}

export const alertRecoveryNotNotified = rule({
  id: "alert/recovery-not-notified",
  severity: "warning",
  title: "Nobody is notified when it recovers",
  looksAt: "resource",
  kinds: ["monitor", "synthetics-test", "workflow"],
  check: ({ kind, body, refs }) => {
    const silent = { message: "nobody is notified when it recovers", at: "route" };
    if (kind !== "workflow") {
      const message = textAt(body, "message");
      if (handlesIn(message).length === 0 || handlesIn(atRecovery(message)).length > 0) return [];
      const remedy = "Put the handles outside of the blocks for alert and warning.";
      return [{ ...silent, path: "message", remedy }];
    }
    // An alert on a project's own error monitor tells single events: there is nothing that could be over.
    if (!refs.some(({ path }) => path.startsWith("detectorIds"))) return [];
    const triggers = listAt(body, "triggers.conditions").map((one) => valueAt(one, "type"));
    if (triggers.length === 0 || triggers.includes("issue_resolved_trigger")) return [];
    return [{ ...silent, path: "triggers.conditions", remedy: "Add the trigger issue_resolved_trigger." }];
  },
});
