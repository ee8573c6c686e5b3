import type { StackConfig } from "../../model/stack.ts";
import type { Scope } from "../vendor.ts";

/** Smallest reads that show a permission of the token. */
export function sentryScopes({ sentry }: StackConfig): Scope[] {
  const of = `/api/0/organizations/${encodeURIComponent(sentry.organization)}`;
  const projects = Object.values(sentry.projects).map(
    ({ slug }): Scope => ({
      scope: "project:read",
      needs: `verify: project ${slug}`,
      ask: { path: `/api/0/projects/${encodeURIComponent(sentry.organization)}/${encodeURIComponent(slug)}/keys/` },
    }),
  );
  return [
    { scope: "alerts:read", needs: "up, verify", ask: { path: `${of}/detectors/?project=-1&per_page=1` } },
    { scope: "alerts:read", needs: "up, verify: alerts", ask: { path: `${of}/workflows/?project=-1&per_page=1` } },
    { scope: "org:integrations", needs: "verify", ask: { path: `${of}/integrations/?provider_key=slack` } },
    { scope: "member:read", needs: "verify", ask: { path: `${of}/members/?per_page=1` } },
    {
      scope: "event:read",
      needs: "verify, daily",
      ask: { path: `${of}/issues/?project=-1&query=is%3Aunresolved&per_page=1` },
    },
    {
      scope: "org:read",
      needs: "verify, weekly",
      ask: { path: `${of}/events/?dataset=errors&statsPeriod=1h&project=-1&per_page=1&field=count%28%29` },
    },
    ...projects,
  ];
}
