import { z } from "zod";

const text = z.string().nullish();
const flag = z.boolean().nullish();
const nested = z.record(z.string(), z.unknown()).nullish();

/**
 * Settings that a project can be given, as the official provider sends them. Others are refused, as Vercel does; what the
 * settings mean is not emulated, they are kept and answered.
 */
export const projectSettings = z.strictObject({
  name: z.string().optional(),
  framework: text,
  buildCommand: text,
  devCommand: text,
  installCommand: text,
  outputDirectory: text,
  rootDirectory: text,
  commandForIgnoringBuildStep: text,
  previewDeploymentSuffix: text,
  serverlessFunctionRegion: text,
  nodeVersion: z.enum(["24.x", "22.x", "20.x"]).optional(),
  skewProtectionMaxAge: z.int().nullish(),
  publicSource: flag,
  autoExposeSystemEnvs: flag,
  autoAssignCustomDomains: flag,
  customerSupportCodeVisibility: flag,
  directoryListing: flag,
  enableAffectedProjectsDeployments: flag,
  enablePreviewFeedback: flag,
  enableProductionFeedback: flag,
  gitForkProtection: flag,
  gitLFS: flag,
  previewDeploymentsDisabled: flag,
  productionDeploymentsFastLane: flag,
  protectedSourcemaps: flag,
  serverlessFunctionZeroConfigFailover: flag,
  sourceFilesOutsideRootDirectory: flag,
  gitComments: nested,
  oidcTokenConfig: nested,
  optionsAllowlist: nested,
  passwordProtection: nested,
  resourceConfig: nested,
  ssoProtection: nested,
  trustedIps: nested,
  trustedSources: nested,
});
