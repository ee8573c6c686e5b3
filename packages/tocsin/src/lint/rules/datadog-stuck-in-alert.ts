import { rule } from "../rule.ts";

/** Nobody acts on what has been red for so many days. */
const most = 14;

export const datadogStuckInAlert = rule({
  id: "datadog/stuck-in-alert",
  severity: "warning",
  title: "In Alert for more than 14 days",
  looksAt: "live",
  check: ({ monitors }) =>
    (monitors ?? []).flatMap(({ definition, name, alertingDays }) =>
      alertingDays === null || alertingDays <= most
        ? []
        : [
            {
              definition,
              subject: name,
              at: "condition",
              message: `${definition === null ? `monitor "${name}"` : "it"} has been in Alert for ${Math.floor(alertingDays)} days: it cannot fire again`,
              remedy: "Repair what it found, or change a threshold that nobody lives up to.",
            },
          ],
    ),
});
