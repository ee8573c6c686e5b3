import { rule } from "../rule.ts";

export const datadogQueryInvalid = rule({
  id: "datadog/query-invalid",
  severity: "error",
  title: "Datadog refuses the monitor",
  looksAt: "live",
  check: ({ invalid }) =>
    (invalid ?? []).map(({ resource, errors }) => ({
      definition: resource.definition,
      subject: resource.name,
      at: "signal",
      path: "query",
      message: `Datadog refuses it: ${errors.join("; ")}`,
      remedy: "Correct what Datadog names; `tocsin compile` shows the whole body.",
    })),
});
