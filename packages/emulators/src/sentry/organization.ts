import type { Hono } from "hono";
import { notFound } from "./errors.ts";
import { page } from "./pagination.ts";
import type { Integration, Project, SentryStore } from "./store.ts";

/** Look-ups: the organization, its projects, members, teams and integrations. */
export function organizationRoutes(api: Hono, store: SentryStore): void {
  const { organization } = store;
  const brief = { id: organization.id, slug: organization.slug, name: organization.name };
  const find = (slug: string): Project => {
    const project = store.projects.find((one) => one.slug === slug || one.id === slug);
    if (project === undefined) throw notFound();
    return project;
  };
  const viewProject = (project: Project) => ({
    id: project.id,
    slug: project.slug,
    name: project.name,
    platform: "node",
    status: "active",
    isBookmarked: false,
    isMember: true,
    hasAccess: true,
    dateCreated: project.dateCreated.toISOString(),
    firstEvent: project.firstEvent?.toISOString() ?? null,
    features: [],
    teams: store.teams.map(({ id, slug, name }) => ({ id, slug, name })),
  });

  api.get("/organizations/:org/", (c) =>
    c.json({
      ...brief,
      status: { id: "active", name: "active" },
      dateCreated: organization.dateCreated.toISOString(),
      isEarlyAdopter: false,
      require2FA: false,
      features: ["workflow-engine-ui", "performance-view", "discover-basic", "uptime"],
      access: [
        "org:read",
        "project:read",
        "alerts:read",
        "alerts:write",
        "event:read",
        "event:write",
        "member:read",
        "team:read",
      ],
    }),
  );
  api.get("/organizations/:org/projects/", (c) => page(c, store.projects, viewProject));
  api.get("/projects/:org/:project/", (c) =>
    c.json({ ...viewProject(find(c.req.param("project"))), organization: brief }),
  );
  api.get("/organizations/:org/members/", (c) =>
    page(c, store.members, ({ id, userId, email, name }) => ({
      id,
      email,
      name,
      user: { id: userId, email, name, username: email, isActive: true },
      orgRole: "owner",
      role: "owner",
      pending: false,
      expired: false,
      flags: {},
      dateCreated: organization.dateCreated.toISOString(),
      inviteStatus: "approved",
      projects: store.projects.map((project) => project.slug),
    })),
  );
  api.get("/organizations/:org/teams/", (c) =>
    page(c, store.teams, (team) => ({
      ...team,
      dateCreated: organization.dateCreated.toISOString(),
      isMember: true,
      hasAccess: true,
      isPending: false,
      memberCount: store.members.length,
      projects: store.projects.map(viewProject),
    })),
  );
  api.get("/organizations/:org/integrations/", (c) => {
    const key = c.req.query("provider_key") ?? c.req.query("providerKey");
    const found = store.integrations.filter((one) => key === undefined || one.provider === key);
    return page(c, found, (one) => viewIntegration(one, organization.id));
  });
}

function viewIntegration({ id, name, provider, domainName, externalId, status }: Integration, organizationId: string) {
  return {
    id,
    name,
    icon: null,
    domainName,
    accountType: null,
    scopes: [],
    status,
    provider: {
      key: provider,
      slug: provider,
      name: "Slack",
      canAdd: true,
      canDisable: false,
      features: ["alert-rule", "chat-unfurl"],
      aspects: {},
    },
    configOrganization: [],
    configData: {},
    externalId,
    organizationId: Number(organizationId),
    organizationIntegrationStatus: status,
    gracePeriodEnd: null,
  };
}
