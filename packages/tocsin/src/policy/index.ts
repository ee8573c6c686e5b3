/**
 * The lint rules as policies of Pulumi's: an index of a policy pack hands them to `@pulumi/policy`, and each `pulumi preview` and
 * `pulumi up` with that pack judges the stack's alerts by them. Offline, and without `@pulumi/policy` here: these are plain objects,
 * which stand beside policies of the team's own.
 *
 * @example
 *
 *     import { PolicyPack } from "@pulumi/policy";
 *     import { lintPolicies } from "tocsin/policy";
 *     new PolicyPack("alerts", { policies: lintPolicies() });
 */
export { type LintPoliciesArgs, type LintPolicy, lintPolicies } from "./policies.ts";
