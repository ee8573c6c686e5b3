import type { ProjectFacts } from "./checks/check.ts";

/** Where verify looks for objects that no definition knows, every part filled in. */
export interface Scope {
  /** Datadog: an object with any of these is looked at. */
  tags: string[];
  /** Sentry: names of projects in the stack file. */
  sentry: string[];
  /** Stripe: hosts of endpoints. */
  hosts: string[];
  /** Vercel: services in the stack file. */
  vercel: string[];
}

/** What the stack file says under `tocsin:scope`; what it leaves out is derived from the rest of it and the definitions. */
export function scopeOf({ config, definitions }: ProjectFacts): Scope {
  const { scope } = config;
  const services = new Set([...Object.keys(config.vercel.projects), ...definitions.map(({ service }) => service)]);
  return {
    tags: scope.datadog?.tags ?? [`env:${config.name}`, ...[...services].map((service) => `service:${service}`)],
    sentry: scope.sentry?.projects ?? Object.keys(config.sentry.projects),
    hosts: scope.stripe?.hosts ?? Object.values(config.vercel.projects).map(({ url }) => new URL(url).hostname),
    vercel: scope.vercel?.projects ?? Object.keys(config.vercel.projects),
  };
}
