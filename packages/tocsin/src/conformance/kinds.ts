import { atDatadog } from "./datadog.ts";
import { type ConformanceKind, type Home, second } from "./kind.ts";
import { atSentry } from "./sentry.ts";

const team = ({ vercelTeam }: Home): string => `teamId=${encodeURIComponent(vercelTeam)}`;

const atVercel: ConformanceKind[] = [
  {
    ...{ vendor: "vercel", kind: "environment-variable", items: "envs", id: "created.id" },
    missing: ({ vercelProject }) => (vercelProject === null ? "the stack file names no Vercel project" : null),
    create: (mark, which, home) => ({
      method: "POST",
      path: `/v10/projects/${home.vercelProject}/env?${team(home)}`,
      body: {
        key: second(mark, which).tag.replaceAll("-", "_").toUpperCase(),
        ...{ value: "temporary", type: "encrypted", target: ["preview"], comment: mark.name },
      },
    }),
    list: (home) => `/v10/projects/${home.vercelProject}/env?${team(home)}`,
    read: (id, home) => `/v1/projects/${home.vercelProject}/env/${id}?${team(home)}`,
    update: (id, mark, home) => ({
      method: "PATCH",
      path: `/v9/projects/${home.vercelProject}/env/${id}?${team(home)}`,
      body: { comment: `${mark.name} changed` },
    }),
    remove: (id, home) => ({ method: "DELETE", path: `/v9/projects/${home.vercelProject}/env/${id}?${team(home)}` }),
    refused: (home) => ({
      method: "POST",
      path: `/v10/projects/${home.vercelProject}/env?${team(home)}`,
      body: { key: "not a key", value: "x", type: "encrypted", target: ["preview"] },
    }),
  },
];

const endpoints = "/v1/webhook_endpoints";
const atStripe: ConformanceKind[] = [
  {
    ...{ vendor: "stripe", kind: "webhook-endpoint", items: "data", id: "id" },
    create: (mark, which) => ({
      method: "POST",
      path: endpoints,
      body: {
        url: `https://example.com/${second(mark, which).tag}`,
        enabled_events: ["invoice.paid"],
        description: mark.name,
        metadata: { conformance: mark.tag },
      },
    }),
    list: () => `${endpoints}?limit=100`,
    read: (id) => `${endpoints}/${id}`,
    update: (id) => ({ method: "POST", path: `${endpoints}/${id}`, body: { disabled: true } }),
    remove: (id) => ({ method: "DELETE", path: `${endpoints}/${id}` }),
    refused: () => ({ method: "POST", path: endpoints, body: { url: "no address", enabled_events: ["invoice.paid"] } }),
  },
];

/** One resource of each kind that can be made for a moment. A project, its crons and a channel belong to whoever has the account. */
export const conformanceKinds: readonly ConformanceKind[] = [...atDatadog, ...atSentry, ...atVercel, ...atStripe];
