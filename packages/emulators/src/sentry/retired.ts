import type { Hono } from "hono";

/** Paths of the alert interfaces that sentry.io switched off, with what took their place. */
const retired: [string, string][] = [
  ["/projects/:org/:project/rules/*", "/api/0/organizations/{organization_id_or_slug}/workflows/"],
  ["/projects/:org/:project/alert-rules/*", "/api/0/organizations/{organization_id_or_slug}/detectors/"],
  ["/projects/:org/:project/rule-actions/*", "/api/0/organizations/{organization_id_or_slug}/workflows/"],
  ["/organizations/:org/alert-rules/*", "/api/0/organizations/{organization_id_or_slug}/detectors/"],
  ["/organizations/:org/combined-rules/*", "/api/0/organizations/{organization_id_or_slug}/workflows/"],
];

/** Answers 410 on them, as sentry.io does since the summer of 2026. */
export function retiredRoutes(api: Hono): void {
  for (const [path, replacement] of retired) {
    api.all(path, (c) =>
      c.json({ message: "This API no longer exists." }, 410, {
        "x-sentry-deprecation-date": "2026-05-14T00:00:00+00:00",
        "x-sentry-replacement-endpoint": replacement,
      }),
    );
  }
}
