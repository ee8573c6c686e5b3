/** What the probe reads, for each stack: for the local one from `vendors.json`, for all others from the environment. */

import { readFile } from "node:fs/promises";
import { type Environment, projectsText, suffixOf } from "tocsin-probe";
import { z } from "zod";
import type { Project } from "../model/project.ts";
import { statementsFor } from "../model/sql-probe.ts";
import { localDirectory, onEmulators } from "../project/emulated.ts";
import { UsageError } from "../shared/usage-error.ts";
import { databaseSections, localFiles, localProbeToken } from "./local/files.ts";

const text = z.string().min(1);
const url = z.url();
const vendorsShape = z.object({
  datadog: z.object({ url, apiKey: text }),
  vercel: z.object({ url, token: text, team: text }),
  stripe: z.object({ url, apiKey: text }),
  supabase: databaseSections,
  app: z.object({ cronSecret: text }),
});

/**
 * Variables for `settingsFrom` of the probe. What the stack file knows is taken from there; credentials come from the
 * environment, or from the emulated vendors for the local stack, which never sees a user's own.
 *
 * @throws UsageError when the local stack does not run
 */
export async function probeEnvironment(
  root: string,
  { stack, sqlProbes }: Pick<Project, "stack" | "sqlProbes">,
  env: Environment,
): Promise<Environment> {
  const projects = new Map(Object.entries(stack.vercel.projects).map(([service, { id }]) => [service, id]));
  const services = Object.keys(stack.supabase);
  const known = {
    TOCSIN_PROBE_STACK: stack.name,
    TOCSIN_PROBE_VERCEL_PROJECTS: projectsText(projects),
    TOCSIN_PROBE_DATABASES: services.join(","),
    TOCSIN_PROBE_STATEMENTS: JSON.stringify(statementsFor(sqlProbes)),
  };
  if (!onEmulators(root, stack.name, env)) {
    const refs = Object.entries(stack.supabase).map(([service, { projectRef }]) => [
      `SUPABASE_PROJECT_REF${suffixOf(service, services.length === 1)}`,
      projectRef,
    ]);
    return { ...Object.fromEntries(refs), VERCEL_TEAM: stack.vercel.team, ...env, ...known };
  }
  const { datadog, vercel, stripe, supabase, app } = await vendorsOf(localFiles(localDirectory(root, env)).vendors);
  const databases = Object.entries(supabase).flatMap(([suffix, one]) =>
    Object.entries({
      SUPABASE_URL: one.url,
      SUPABASE_PUBLISHABLE_KEY: one.publishableKey,
      TOCSIN_SECRET_PROBE_TOKEN: localProbeToken(one.jwtSecret),
      SUPABASE_MANAGEMENT_URL: one.managementUrl,
      SUPABASE_MANAGEMENT_TOKEN: one.token,
      SUPABASE_PROJECT_REF: one.ref,
    }).map(([name, value]) => [`${name}${suffix}`, value]),
  );
  return {
    ...known,
    ...Object.fromEntries(databases),
    DD_HOST: datadog.url,
    DD_API_KEY: datadog.apiKey,
    STRIPE_API_BASE: stripe.url,
    STRIPE_API_KEY: stripe.apiKey,
    VERCEL_BASE_URL: vercel.url,
    VERCEL_API_TOKEN: vercel.token,
    VERCEL_TEAM: vercel.team,
    CRON_SECRET: app.cronSecret,
  };
}

async function vendorsOf(file: string): Promise<z.infer<typeof vendorsShape>> {
  let content: unknown;
  try {
    content = JSON.parse(await readFile(file, "utf8"));
  } catch (cause) {
    const message = `The local stack is not running (${file} cannot be read). Start it: tocsin local up`;
    throw new UsageError(message, { cause });
  }
  const parsed = vendorsShape.safeParse(content);
  if (parsed.success) return parsed.data;
  const fields = parsed.error.issues.map((issue) => issue.path.join(".")).join(", ");
  throw new UsageError(`${file} is not usable (${fields}). Run \`tocsin local down\`, then \`tocsin local up\`.`);
}
