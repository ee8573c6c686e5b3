/** Secrets that compiled bodies ask for as `secret:NAME`: their names, and where their values come from. */
import type { Json, Resource } from "./resource.ts";

/** Looks up a secret by its name in `secret:NAME`; undefined when there is none. */
export type SecretSource = (name: string) => string | undefined;

const secretPattern = /^secret:([A-Z][A-Z0-9_]*)$/;

/** The name in `secret:NAME`; undefined for any other text. */
export function secretName(value: string): string | undefined {
  return secretPattern.exec(value)?.[1];
}

/** The environment variable from which a secret is read. */
export function secretVariable(name: string): string {
  return `TOCSIN_SECRET_${name}`;
}

/** Reads secrets from an environment. */
export function secretsFrom(environment: Readonly<Record<string, string | undefined>>): SecretSource {
  return (name) => environment[secretVariable(name)];
}

/** Names of all secrets that the bodies ask for, sorted. */
export function secretNames(resources: readonly Resource[]): string[] {
  const names = new Set<string>();
  const walk = (value: Json): void => {
    if (typeof value === "string") {
      const name = secretName(value);
      if (name !== undefined) names.add(name);
    } else if (Array.isArray(value)) value.forEach(walk);
    else if (value !== null && typeof value === "object") Object.values(value).forEach(walk);
  };
  for (const resource of resources) walk(resource.body);
  return [...names].sort();
}

/** Environment variables that the resources need as secrets and that are absent or empty, sorted. */
export function missingSecrets(resources: readonly Resource[], secret: SecretSource): string[] {
  return secretNames(resources)
    .filter((name) => !secret(name))
    .map(secretVariable);
}

/**
 * Environment variables that the resources need as secrets and whose value has white space at an end, sorted: sent in a header it
 * would be refused or cut, and Vercel fails the next build for it.
 */
export function paddedSecrets(resources: readonly Resource[], secret: SecretSource): string[] {
  return secretNames(resources)
    .filter((name) => isPadded(secret(name) ?? ""))
    .map(secretVariable);
}

export const isPadded = (value: string): boolean => value !== value.trim();

/** What is wrong with such values, and what to do. */
export const paddedText = (variables: readonly string[]): string =>
  `White space at an end of ${variables.join(", ")}: no header can carry it. Set ${variables.length === 1 ? "it" : "them"} again without it.`;
