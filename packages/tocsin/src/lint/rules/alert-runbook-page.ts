import { rule } from "../rule.ts";

export const alertRunbookPage = rule({
  id: "alert/runbook-page",
  severity: "error",
  title: "The runbook is no page of runbooks",
  looksAt: "definition",
  check: ({ runbook }, { runbooks }) =>
    runbooks === null || runbooks.has(runbook)
      ? []
      : [
          {
            at: "runbook",
            message: `there is no page runbooks/${runbook}.md`,
            remedy: "Write the page, or name one that is there.",
          },
        ],
});
