import type { Json, JsonObject } from "../../model/resource.ts";
import { knownOn } from "../quirk-rows.ts";
import type { Quirk } from "../quirks.ts";

/** Facts known to hold on this date, from the published specification and recorded traffic of the Terraform provider. */
const { defaults, means, notListed, rewritten, serverSets, unordered, writeOnly } = knownOn("2026-11-21");

export const projectCronsQuirks: readonly Quirk[] = means(
  "enabled",
  "disabled",
  (value) => value === false,
  "no cron of the project runs",
);

export const environmentVariableQuirks: readonly Quirk[] = [
  serverSets(
    `id createdAt updatedAt createdBy updatedBy lastEditedByDisplayName configurationId decrypted vsmValue legacyValue
     sunsetSecretId contentHint internalContentHint edgeConfigId edgeConfigTokenId system`,
    "identity, authorship, storage",
  ),
  serverSets("securityIssues", "Vercel's own opinion of the variable"),
  writeOnly("value", "a sensitive value is never given back, an encrypted one only as cipher"),
  rewritten(
    "target",
    (target) => (typeof target === "string" ? [target] : target),
    "given back as text when there is one",
  ),
  unordered("target", "a set"),
  defaults({ comment: "" }, "assumed when not sent"),
  defaults({ target: [] }, "absent when only custom environments are meant"),
  defaults({ customEnvironmentIds: [] }, "echoed when not sent"),
].flat();

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
  defaults(projectDefaults, "the provider's default"),
  serverSets(
    `accountId createdAt updatedAt live alias targets latestDeployments env features nodeVersion resourceConfig
     defaultResourceConfig deploymentExpiration serverlessFunctionRegion speedInsights webAnalytics analytics
     lastAliasRequest lastRollbackTarget hasActiveBranches hasFloatingAliases permissions security tier usageStatus
     version directUpload transferredFromAccountId`,
    "state, platform, what it picks itself",
  ),
].flat();

/** Members of a deployment's `meta` that say what it was made from: the hash of its files, and a version of each variable. */
export const isMark = /^(tocsinFiles|[A-Z_]+)$/;

export const deploymentQuirks: readonly Quirk[] = [
  writeOnly("files projectSettings", "not sent with a deployment; meta carries the hash of the files"),
  serverSets(
    `uid projectId url created createdAt buildingAt ready source state readyState readySubstate type creator
     inspectorUrl aliasAssigned aliasError isRollbackCandidate checksState checksConclusion undeletedAt deleted
     expiration proposedExpiration connectBuildsEnabled connectConfigurationId passiveConnectConfigurationId
     customEnvironment projectSettings prebuilt softDeletedByRetention defaultRoute errorCode errorMessage oomReport
     functions platform bootedAt attribution readyStateReason`,
    "identity, progress, authorship",
  ),
  notListed("project name", "older lists leave it out"),
  rewritten(
    "meta",
    (meta) =>
      meta !== null && typeof meta === "object"
        ? Object.fromEntries(Object.entries(meta).filter(([key]) => isMark.test(key)))
        : meta,
    "git, redeploying and the CLI add entries; the hash of the files says enough",
  ),
  means("meta", "stale-deployment", () => true, "what serves production was not made from these files and variables"),
].flat();

/** Vercel gives filters back without spaces around what compares: `httpStatus >= 500` as `httpStatus:>=500`. */
const canonicalFilter = (filter: Json): Json =>
  typeof filter === "string"
    ? filter
        .replace(/\s*:?\s*(<=|>=|<|>)\s*/g, ":$1")
        .replace(/\s+/g, " ")
        .trim()
    : filter;

const ofMonitors = knownOn("2026-11-29");

/** Monitors (alert rules of the type `custom`): from the documented resource and tests of the vendor's Terraform provider. */
export const monitorQuirks: readonly Quirk[] = [
  ofMonitors.serverSets("id isDefault querySupported createdAt updatedAt", "identity, authorship"),
  ofMonitors.rewritten("evaluation.query.metrics.*.filter", canonicalFilter, "filters are given back in one form"),
  ofMonitors.unordered("tags", "a set"),
  ofMonitors.unordered("notifications", "links, in no order", ["type", "channelId", "webhookId"]),
  ofMonitors.defaults({ tags: [] }, "absent when there are none"),
  ofMonitors.defaults({ "notificationSettings.enableTeamOwnerNotifications": false }, "assumed when not sent"),
].flat();
