import type { Definition } from "../../model/definition.ts";
import { listAt, textAt } from "../../model/resource.ts";
import { handlesIn } from "../../vendors/datadog/handles.ts";
import { rule } from "../rule.ts";

/** A message without what somebody wrote about the alert: "call @oncall" there is no route. */
function withoutProse(message: string, definition: Definition | undefined): string {
  if (definition === undefined) return message;
  const { title, owner, why, firstChecks, recovered } = definition;
  return [title, owner, why, ...firstChecks, recovered].reduce((text, prose) => text.replaceAll(prose, ""), message);
}

export const alertRecipientsMissing = rule({
  id: "alert/recipients-missing",
  severity: "error",
  title: "It notifies nobody",
  looksAt: "resource",
  kinds: ["monitor", "synthetics-test", "workflow"],
  verbatim: true,
  check: ({ kind, body }, { definition }) => {
    const told =
      kind === "workflow"
        ? listAt(body, "actionFilters").some((_, i) => listAt(body, `actionFilters.${i}.actions`).length > 0)
        : handlesIn(withoutProse(textAt(body, "message"), definition)).length > 0;
    if (told) return [];
    return [
      {
        at: "route",
        path: kind === "workflow" ? "actionFilters" : "message",
        message: "nobody is notified when it fires",
        remedy: "Give its route mail, a Slack channel or a pager.",
      },
    ];
  },
});
