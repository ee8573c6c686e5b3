import { wordsOf } from "../bodies.ts";
import { rule } from "../rule.ts";

export const alertRunbookMissing = rule({
  id: "alert/runbook-missing",
  severity: "warning",
  title: "The message links to no runbook",
  looksAt: "resource",
  kinds: ["monitor", "synthetics-test", "detector"],
  check: (resource) =>
    /https?:\/\/\S+/.test(wordsOf(resource))
      ? []
      : [
          {
            at: "runbook",
            path: resource.kind === "detector" ? "description" : "message",
            message: "its message holds no link: whoever is woken does not know where to begin",
            remedy: "Put the runbook's address into the message.",
          },
        ],
});
