import { longestMuteDays } from "../../vendors/mutes.ts";
import { rule } from "../rule.ts";

export const datadogMutedTooLong = rule({
  id: "datadog/muted-too-long",
  severity: "warning",
  title: `Muted for more than ${longestMuteDays} days`,
  looksAt: "live",
  check: ({ monitors }) =>
    (monitors ?? []).flatMap(({ definition, name, mutedDays }) =>
      mutedDays === null || mutedDays <= longestMuteDays
        ? []
        : [
            {
              definition,
              subject: name,
              at: null,
              message: `${definition === null ? `monitor "${name}"` : "it"} has been muted for ${Math.floor(mutedDays)} days`,
              remedy: "End the mute, or remove the alert: nobody has missed it.",
            },
          ],
    ),
});
