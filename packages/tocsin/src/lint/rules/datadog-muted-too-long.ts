import { rule } from "../rule.ts";

/** After so many days Datadog's Monitor Quality calls a mute forgotten. */
const most = 60;

export const datadogMutedTooLong = rule({
  id: "datadog/muted-too-long",
  severity: "warning",
  title: "Muted for more than 60 days",
  looksAt: "live",
  check: ({ monitors }) =>
    (monitors ?? []).flatMap(({ definition, name, mutedDays }) =>
      mutedDays === null || mutedDays <= most
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
