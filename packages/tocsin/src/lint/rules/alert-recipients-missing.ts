import { handlesIn } from "../../vendors/datadog/handles.ts";
import { listAt, textAt } from "../bodies.ts";
import { rule } from "../rule.ts";

export const alertRecipientsMissing = rule({
  id: "alert/recipients-missing",
  severity: "error",
  title: "It notifies nobody",
  looksAt: "resource",
  kinds: ["monitor", "synthetics-test", "workflow"],
  verbatim: true,
  check: ({ kind, body }) => {
    const told =
      kind === "workflow"
        ? listAt(body, "actionFilters").some((_, i) => listAt(body, `actionFilters.${i}.actions`).length > 0)
        : handlesIn(textAt(body, "message")).length > 0;
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
