import type { Properties, Value } from "tocsin/internal/provider";
import { z } from "zod";
import { defined } from "../shared/values.ts";

/** A setting of a project: its name in the SDK and on the wire, and what it is when the program does not say. */
interface Field {
  sdk: string;
  wire: string;
  initial: Value;
  /** True for the settings that the create call takes; all others follow in an update. */
  inCreate: boolean;
}

const field = (sdk: string, wire: string, initial: Value, inCreate = false): Field => ({
  sdk,
  wire,
  initial,
  inCreate,
});

/** The settings that the fake provider knows, with the official plugin's defaults (5.4.1). */
const FIELDS: readonly Field[] = [
  field("buildCommand", "buildCommand", null, true),
  field("devCommand", "devCommand", null, true),
  field("installCommand", "installCommand", null, true),
  field("outputDirectory", "outputDirectory", null, true),
  field("framework", "framework", null, true),
  field("rootDirectory", "rootDirectory", null, true),
  field("previewDeploymentSuffix", "previewDeploymentSuffix", null, true),
  field("enableAffectedProjectsDeployments", "enableAffectedProjectsDeployments", false, true),
  field("enableProductionFeedback", "enableProductionFeedback", false, true),
  field("previewDeploymentsDisabled", "previewDeploymentsDisabled", false, true),
  field("ignoreCommand", "commandForIgnoringBuildStep", null),
  field("automaticallyExposeSystemEnvironmentVariables", "autoExposeSystemEnvs", false),
  field("autoAssignCustomDomains", "autoAssignCustomDomains", true),
  field("gitLfs", "gitLFS", false),
  field("functionFailover", "serverlessFunctionZeroConfigFailover", false),
  field("customerSuccessCodeVisibility", "customerSupportCodeVisibility", false),
  field("gitForkProtection", "gitForkProtection", true),
  field("prioritiseProductionBuilds", "productionDeploymentsFastLane", false),
  field("directoryListing", "directoryListing", false),
  field("protectedSourcemaps", "protectedSourcemaps", false),
];

/** The settings as arguments; those with a default are always there, because `initialSettings` fills them in. */
export const settings: Record<string, z.ZodType<string | boolean | undefined>> = Object.fromEntries(
  FIELDS.map(({ sdk, initial }) => [sdk, initial === null ? z.string().optional() : z.boolean()]),
);

/** Sent as they are: arguments that the fake provider does not offer, with the value the official plugin sends without them. */
const FIXED_IN_CREATE: Properties = { oidcTokenConfig: { issuerMode: "team" } };
const FIXED_IN_UPDATE: Properties = {
  ...FIXED_IN_CREATE,
  passwordProtection: null,
  trustedIps: null,
  trustedSources: null,
  optionsAllowlist: null,
  enablePreviewFeedback: null,
  skewProtectionMaxAge: 0,
  gitComments: null,
};

/** Who may see deployments: the SDK's words and the wire's. `none` is sent as null. */
const PROTECTION: readonly (readonly [sdk: string, wire: string])[] = [
  ["standard_protection_new", "all_except_custom_domains"],
  ["standard_protection", "prod_deployment_urls_and_all_previews"],
  ["all_deployments", "all"],
  ["only_preview_deployments", "preview"],
  ["only_production_deployments", "production"],
  ["none", "none"],
];
export const DEPLOYMENT_TYPES: readonly string[] = PROTECTION.map(([sdk]) => sdk);
export const DEFAULT_DEPLOYMENT_TYPE = "standard_protection_new";

/** Settings without a value are absent in properties and null on the wire. */
export function initialSettings(): Properties {
  return defined(Object.fromEntries(FIELDS.map(({ sdk, initial }) => [sdk, initial ?? undefined])));
}

/** The settings that the create call takes, in the wire's form. */
export function createSettings(given: Stated): Properties {
  return {
    ...wireOf(
      given,
      FIELDS.filter(({ inCreate }) => inCreate),
    ),
    ...FIXED_IN_CREATE,
  };
}

/** For the update that follows a create at once, and every later one. */
export function updateSettings(given: Stated): Properties {
  return { ...wireOf(given, FIELDS), ...FIXED_IN_UPDATE };
}

/** The settings in Vercel's answer as a program would state them. */
export function settingsFrom(live: Properties): Properties {
  return defined(Object.fromEntries(FIELDS.map(({ sdk, wire, initial }) => [sdk, live[wire] ?? initial ?? undefined])));
}

export function protectionToWire(sdk: string): Value {
  if (sdk === "none") return null;
  return { deploymentType: PROTECTION.find(([name]) => name === sdk)?.[1] ?? sdk };
}

export function protectionFromWire(wire: string | undefined): string {
  return wire === undefined ? "none" : (PROTECTION.find(([, name]) => name === wire)?.[0] ?? wire);
}

/** Arguments, of which only the settings matter here. */
type Stated = Readonly<Record<string, unknown>>;

function wireOf(given: Stated, fields: readonly Field[]): Properties {
  return Object.fromEntries(fields.map(({ sdk, wire, initial }) => [wire, scalar(given[sdk]) ?? initial]));
}

function scalar(value: unknown): string | boolean | undefined {
  return typeof value === "string" || typeof value === "boolean" ? value : undefined;
}
