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
