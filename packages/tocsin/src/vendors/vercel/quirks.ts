import type { Json, JsonObject } from "../../model/resource.ts";
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

/** What the official provider states of a project besides its name, and Vercel's own defaults; a hand that changes one is seen. */
export const projectDefaults: JsonObject = {
  enableAffectedProjectsDeployments: false,
  oidcTokenConfig: { issuerMode: "team" },
  enableProductionFeedback: false,
  ssoProtection: { deploymentType: "all_except_custom_domains" },
  previewDeploymentsDisabled: false,
  autoExposeSystemEnvs: false,
  autoAssignCustomDomains: true,
  gitLFS: false,
  serverlessFunctionZeroConfigFailover: false,
  customerSupportCodeVisibility: false,
  gitForkProtection: true,
  productionDeploymentsFastLane: false,
  directoryListing: false,
  protectedSourcemaps: false,
  skewProtectionMaxAge: 0,
};

export const projectQuirks: readonly Quirk[] = [
  ...Object.entries(projectDefaults).map(
    ([path, value]): Quirk => ({ rule: "default", path, value, fact: "the provider's default", date }),
  ),
  ...[
    ["accountId", "createdAt", "updatedAt", "live", "alias", "targets", "latestDeployments", "env", "features"],
    ["nodeVersion", "resourceConfig", "defaultResourceConfig", "deploymentExpiration", "serverlessFunctionRegion"],
    ["speedInsights", "webAnalytics", "analytics", "lastAliasRequest", "lastRollbackTarget", "hasActiveBranches"],
    [
      "hasFloatingAliases",
      "permissions",
      "security",
      "tier",
      "usageStatus",
      "version",
      "directUpload",
      "transferredFromAccountId",
    ],
  ].flatMap((paths) =>
    paths.map((path): Quirk => ({ rule: "server-sets", path, fact: "state, platform, what it picks itself", date })),
  ),
];

/** Members of a deployment's `meta` that say what it was made from: the hash of its files, and a version of each variable. */
export const isMark = /^(tocsinFiles|[A-Z_]+)$/;

export const deploymentQuirks: readonly Quirk[] = [
  ...["files", "projectSettings"].map(
    (path): Quirk => ({
      rule: "write-only",
      path,
      fact: "not sent with a deployment; meta carries the hash of the files",
      date,
    }),
  ),
  ...[
    ["uid", "projectId", "url", "created", "createdAt", "buildingAt", "ready", "source", "state", "readyState"],
    ["readySubstate", "type", "creator", "inspectorUrl", "aliasAssigned", "aliasError", "isRollbackCandidate"],
    [
      "checksState",
      "checksConclusion",
      "undeletedAt",
      "deleted",
      "expiration",
      "proposedExpiration",
      "connectBuildsEnabled",
    ],
    [
      "connectConfigurationId",
      "passiveConnectConfigurationId",
      "customEnvironment",
      "projectSettings",
      "prebuilt",
      "softDeletedByRetention",
    ],
    [
      "defaultRoute",
      "errorCode",
      "errorMessage",
      "oomReport",
      "functions",
      "platform",
      "bootedAt",
      "attribution",
      "readyStateReason",
    ],
  ].flatMap((paths) =>
    paths.map((path): Quirk => ({ rule: "server-sets", path, fact: "identity, progress, authorship", date })),
  ),
  ...["project", "name"].map((path): Quirk => ({ rule: "not-listed", path, fact: "older lists leave it out", date })),
  {
    rule: "rewritten",
    path: "meta",
    to: (meta) =>
      meta !== null && typeof meta === "object"
        ? Object.fromEntries(Object.entries(meta).filter(([key]) => isMark.test(key)))
        : meta,
    fact: "git, redeploying and the CLI add entries; the hash of the files says enough",
    date,
  },
  {
    rule: "means",
    path: "meta",
    class: "stale-deployment",
    when: () => true,
    fact: "what serves production was not made from these files and variables",
    date,
  },
];

/** Vercel gives filters back without spaces around what compares: `httpStatus >= 500` as `httpStatus:>=500`. */
const canonicalFilter = (filter: Json): Json =>
  typeof filter === "string"
    ? filter
        .replace(/\s*:?\s*(<=|>=|<|>)\s*/g, ":$1")
        .replace(/\s+/g, " ")
        .trim()
    : filter;

/** Monitors (alert rules of the type `custom`): from the documented resource and tests of the vendor's Terraform provider. */
export const monitorQuirks: readonly Quirk[] = [
  ...["id", "isDefault", "querySupported", "createdAt", "updatedAt"].map(
    (path): Quirk => ({ rule: "server-sets", path, fact: "identity, authorship", date: "2026-11-29" }),
  ),
  {
    rule: "rewritten",
    path: "evaluation.query.metrics.*.filter",
    to: canonicalFilter,
    fact: "filters are given back in one form",
    date: "2026-11-29",
  },
  { rule: "unordered", path: "tags", by: [], fact: "a set", date: "2026-11-29" },
  {
    rule: "unordered",
    path: "notifications",
    by: ["type", "channelId", "webhookId"],
    fact: "links, in no order",
    date: "2026-11-29",
  },
  { rule: "default", path: "tags", value: [], fact: "absent when there are none", date: "2026-11-29" },
  {
    rule: "default",
    path: "notificationSettings.enableTeamOwnerNotifications",
    value: false,
    fact: "assumed when not sent",
    date: "2026-11-29",
  },
];
