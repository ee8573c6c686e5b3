import type { Quirk } from "../quirks.ts";

/** Facts known to hold on this date, from the published specification and recorded traffic of the Terraform provider. */
const date = "2026-11-21";

export const projectCronsQuirks: readonly Quirk[] = [
  {
    rule: "means",
    path: "enabled",
    class: "disabled",
    when: (value) => value === false,
    fact: "no cron of the project runs",
    date,
  },
];

export const environmentVariableQuirks: readonly Quirk[] = [
  ...[
    ["id", "createdAt", "updatedAt", "createdBy", "updatedBy", "lastEditedByDisplayName", "configurationId"],
    ["decrypted", "vsmValue", "legacyValue", "sunsetSecretId", "contentHint", "internalContentHint", "edgeConfigId"],
    ["edgeConfigTokenId", "system"],
  ].flatMap((paths) =>
    paths.map((path): Quirk => ({ rule: "server-sets", path, fact: "identity, authorship, storage", date })),
  ),
  { rule: "server-sets", path: "securityIssues", fact: "Vercel's own opinion of the variable", date },
  {
    rule: "write-only",
    path: "value",
    fact: "a sensitive value is never given back, an encrypted one only as cipher",
    date,
  },
  {
    rule: "rewritten",
    path: "target",
    to: (target) => (typeof target === "string" ? [target] : target),
    fact: "given back as text when there is one",
    date,
  },
  { rule: "unordered", path: "target", by: [], fact: "a set", date },
  { rule: "default", path: "comment", value: "", fact: "assumed when not sent", date },
  { rule: "default", path: "target", value: [], fact: "absent when only custom environments are meant", date },
  { rule: "default", path: "customEnvironmentIds", value: [], fact: "echoed when not sent", date },
];
