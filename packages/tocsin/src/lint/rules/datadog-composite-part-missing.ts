import { rule } from "../rule.ts";

export const datadogCompositePartMissing = rule({
  id: "datadog/composite-part-missing",
  severity: "warning",
  title: "A composite names a monitor that is not there",
  looksAt: "live",
  check: ({ monitors }) =>
    (monitors ?? []).flatMap(({ definition, name, missingParts }) =>
      missingParts.map((part) => ({
        definition,
        subject: name,
        at: null,
        path: "query",
        message: `composite "${name}" names monitor ${part}, which is not there`,
        remedy: "Take the part out of the composite, or bring its monitor back.",
      })),
    ),
});
