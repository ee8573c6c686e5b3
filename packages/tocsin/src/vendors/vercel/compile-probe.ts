import { createHash } from "node:crypto";
import type { Definition } from "../../model/definition.ts";
import type { Ref, Resource } from "../../model/resource.ts";
import { type SqlProbe, statementsFor } from "../../model/sql-probe.ts";
import type { StackConfig } from "../../model/stack.ts";
import {
  type CompileContext,
  type DeployedFile,
  databaseOf,
  databaseSuffix,
  MissingSetting,
  resourceName,
  settingOf,
} from "../context.ts";

type ProbeSettings = NonNullable<StackConfig["probe"]>;

/**
 * The probe's home at Vercel: a project of its own, its variables, its deployment, and the switch of the crons that come with
 * that. A deployment never changes, so whatever is to change it stands in its body: the files by their hashes, and a version
 * of every variable. A variable that changes reaches the probe in the same update.
 * @throws MissingSetting when the stack file has no `tocsin:probe`
 */
export function compileProbe({ stack, probeFiles, sqlProbes }: CompileContext, definition: Definition): Resource[] {
  const { probe } = stack;
  if (probe === undefined) throw new MissingSetting("tocsin:probe", stack.name);
  if (probeFiles.length === 0) throw new Error(`${definition.id} is compiled without the files of its deployment.`);
  const project = resourceName(definition, "project");
  const inProject: Ref = { in: "parent", path: "projectId", resource: project, property: "id" };
  const common = { vendor: "vercel" as const, definition: definition.id };
  // By name, which Vercel's interface takes as well; the engine, whose plugin needs the id, fills that in.
  const parent = { projectId: probe.project, team: stack.vercel.team };
  const variables = Object.entries(variablesOf(stack, probe, sqlProbes)).map(([key, value]): Resource => {
    const type = value.startsWith("secret:") ? "sensitive" : "encrypted";
    const body = { key, value, type, target: ["production"], comment: `tocsin:${definition.id}` };
    const name = resourceName(definition, "environment-variable", key);
    return { ...common, kind: "environment-variable", name, parent, body, refs: [inProject] };
  });
  const deployment: Resource = {
    ...common,
    kind: "deployment",
    name: resourceName(definition, "deployment"),
    parent,
    body: {
      target: "production",
      files: probeFiles.map(({ file, sha, size }) => ({ file, sha, size })),
      projectSettings: { sourceFilesOutsideRootDirectory: true },
      meta: { tocsinId: definition.id, tocsinFiles: digestOf(probeFiles) },
    },
    refs: [
      { path: "project", resource: project, property: "id" },
      { path: "name", resource: project, property: "id" },
      ...variables.map(({ name, body }) => ({ path: `meta.${body.key}`, resource: name, property: "version" })),
    ],
  };
  return [
    {
      ...common,
      kind: "project",
      name: project,
      parent: { team: stack.vercel.team },
      body: { name: probe.project, framework: null },
      refs: [],
    },
    ...variables,
    deployment,
    {
      ...common,
      kind: "project-crons",
      name: resourceName(definition, "project-crons"),
      parent,
      body: { enabled: true },
      refs: [inProject],
    },
  ];
}

/** What the deployed probe finds in its environment (packages/probe/src/settings.ts), sorted by name. */
function variablesOf(stack: StackConfig, probe: ProbeSettings, sqlProbes: readonly SqlProbe[]): Record<string, string> {
  for (const { service } of sqlProbes) databaseOf(stack, service);
  const projects = probe.reads.map((service) => {
    const { id } = settingOf(stack.vercel.projects, service, "vercel.projects", stack);
    return `${service}=${id}`;
  });
  const isRedirected = (name: (typeof probe.redirected)[number]) => probe.redirected.includes(name);
  const variables: Record<string, string> = {
    CRON_SECRET: "secret:PROBE_CRON_SECRET",
    DD_API_KEY: "secret:PROBE_DD_API_KEY",
    ...(isRedirected("DD_HOST") ? {} : { DD_SITE: probe.datadogSite }),
    STRIPE_API_KEY: "secret:PROBE_STRIPE_API_KEY",
    ...databaseVariables(stack, isRedirected("SUPABASE_MANAGEMENT_URL")),
    ...(sqlProbes.length === 0 ? {} : { TOCSIN_PROBE_STATEMENTS: JSON.stringify(statementsFor(sqlProbes)) }),
    TOCSIN_PROBE_STACK: stack.name,
    TOCSIN_PROBE_VERCEL_PROJECTS: projects.join(","),
    VERCEL_API_TOKEN: "secret:PROBE_VERCEL_API_TOKEN",
    VERCEL_TEAM: stack.vercel.team,
    ...Object.fromEntries(
      probe.redirected
        .filter((name) => name !== "SUPABASE_MANAGEMENT_URL")
        .map((name) => [name, `secret:PROBE_${name}`]),
    ),
  };
  return Object.fromEntries(Object.entries(variables).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** How the probe reaches each database. */
function databaseVariables({ name, supabase }: StackConfig, isRedirected: boolean): Record<string, string> {
  const services = Object.keys(supabase);
  const of = ([service, settings]: [string, StackConfig["supabase"][string]]): [string, string][] => {
    if (settings.probe === undefined) throw new MissingSetting(`tocsin:supabase.${service}.probe`, name);
    const suffix = databaseSuffix(service, services);
    const values = {
      SUPABASE_MANAGEMENT_TOKEN: `secret:PROBE_SUPABASE_MANAGEMENT_TOKEN${suffix}`,
      ...(isRedirected ? { SUPABASE_MANAGEMENT_URL: `secret:PROBE_SUPABASE_MANAGEMENT_URL${suffix}` } : {}),
      SUPABASE_PROJECT_REF: isRedirected ? `secret:PROBE_SUPABASE_PROJECT_REF${suffix}` : settings.projectRef,
      SUPABASE_PUBLISHABLE_KEY: settings.probe.publishableKey,
      SUPABASE_URL: settings.probe.url,
      TOCSIN_SECRET_PROBE_TOKEN: `secret:PROBE_TOKEN${suffix}`,
    };
    return Object.entries(values).map(([key, value]) => [`${key}${suffix}`, value]);
  };
  if (services.length === 0) return {};
  return {
    TOCSIN_PROBE_DATABASES: services.join(","),
    ...Object.fromEntries(Object.entries(supabase).flatMap(of)),
  };
}

/** One hash for all files, in whatever order they are given. */
function digestOf(files: readonly DeployedFile[]): string {
  const lines = files.map(({ file, sha }) => `${sha} ${file}`).sort();
  return createHash("sha256").update(lines.join("\n")).digest("hex").slice(0, 32);
}
