import type { Command } from "commander";
import { z } from "zod";
import { connectTo } from "../../app/connect.ts";
import {
  type Declared,
  declaredOf,
  differencesOf,
  migrate,
  readConfiguration,
  type Written,
  withDeclared,
  writeDeclared,
} from "../../app/crons-file.ts";
import { cronDifferenceText, scheduleText } from "../../model/crons.ts";
import { probeService, projectOfService } from "../../model/probe.ts";
import { ConfigurationError } from "../../model/problem.ts";
import { loadDefinitions } from "../../project/definitions.ts";
import { loadProject } from "../../project/project.ts";
import { jsonText } from "../../shared/json-text.ts";
import { UsageError } from "../../shared/usage-error.ts";
import { clientsFor } from "../../vendors/clients.ts";
import { jsonOption } from "../options.ts";

const noCrons = "No crons are declared.";

interface Options {
  service?: string;
  write?: string;
  check?: string;
  stack?: string;
  toSchedules?: string;
  json?: boolean;
}

const entry = { path: z.string(), schedule: z.string() };

/** Shape of `tocsin crons --json`: what is declared, of each service what its vercel.json has to hold. */
export const declaredShape = z.object({
  services: z.record(
    z.string(),
    z.object({
      crons: z.array(z.object(entry)),
      /** What Vercel Schedules run; time zones are UTC where they are left out. */
      schedules: z.array(z.object({ ...entry, timezone: z.string().optional() })),
    }),
  ),
});

/** Shape of `tocsin crons --check|--stack --json`. */
export const cronsShape = z.object({
  checked: z.array(z.object({ service: z.string(), where: z.string() })),
  differences: z.array(
    z.object({
      service: z.string(),
      kind: z.enum(["missing", "changed", "undeclared"]),
      /** Which of the two lists differs. */
      runBy: z.enum(["crons", "schedules"]),
      path: z.string(),
      expected: z.string().nullable(),
      actual: z.string().nullable(),
    }),
  ),
  /** Declared schedules that nothing tells of. */
  notCompared: z.array(z.object({ service: z.string(), path: z.string() })),
});

/**
 * `tocsin crons`. Exit: 1 when a file or a deployment differs from what is declared, or a file is left to be changed by hand;
 * 3 when schedules are declared that a deployment does not tell of.
 */
export function cronsCommand(command: Command, { root }: { root: string }): void {
  command
    .option("--service <name>", "one service only")
    .option("--write <file>", "put the service's crons and schedules into this vercel.json; the rest of the file stays")
    .option(
      "--check <file>",
      "compare this vercel.json, vercel.toml or vercel.ts with what is declared for the service",
    )
    .option("--to-schedules <file>", "make Vercel Schedules of the cron jobs in this vercel.json")
    .option("--stack <name>", "compare what is deployed with what is declared")
    .addOption(jsonOption())
    .action((options: Options) => run(root, options));
}

async function run(root: string, options: Options): Promise<void> {
  const chosen = [options.write, options.check, options.stack, options.toSchedules].filter((o) => o !== undefined);
  if (chosen.length > 1) throw new UsageError("Use one of --write, --check, --to-schedules and --stack.");
  if (options.toSchedules !== undefined) return say(await migrate(options.toSchedules));
  if (options.stack !== undefined) return checkDeployed(root, options.stack, options);
  const loaded = await loadDefinitions(root);
  if (loaded.problems.length > 0) throw new ConfigurationError("The definitions cannot be used:", loaded.problems);
  const all = declaredOf(loaded.definitions);
  if (options.write === undefined && options.check === undefined) return print(all, options);
  const [service, declared] = oneService(all, options.service);
  if (options.write !== undefined) return say(await writeDeclared(options.write, service, declared));
  const file = options.check ?? "";
  const differences = differencesOf(declared, await readConfiguration(file));
  tell([{ service, where: file, differences: differences.map((one) => ({ service, ...one })), unseen: [] }], options);
}

function say({ text, byHand }: Written): void {
  process.stdout.write(text);
  process.exitCode = byHand ? 1 : 0;
}

function print(all: Map<string, Declared>, options: Options): void {
  if (options.service !== undefined || (all.size === 1 && !options.json)) {
    const [, declared] = oneService(all, options.service);
    console.log(JSON.stringify(withDeclared({}, declared), null, 2));
    return;
  }
  if (options.json) {
    process.stdout.write(jsonText(declaredShape.parse({ services: Object.fromEntries(all) })));
    return;
  }
  if (all.size === 0) return void console.log(noCrons);
  for (const [service, { crons, schedules }] of all) {
    console.log(service);
    for (const one of crons) console.log(`  ${one.schedule.padEnd(12)} ${one.path}`);
    for (const one of schedules) console.log(`  ${scheduleText(one).padEnd(12)} ${one.path} (schedule)`);
  }
  console.log("\n--service NAME prints the vercel.json fragment of one.");
}

function oneService(all: Map<string, Declared>, name: string | undefined): [string, Declared] {
  const known = [...all.keys()].join(", ");
  if (name === undefined) {
    const [only, ...more] = [...all];
    if (only === undefined || more.length > 0)
      throw new UsageError(`Say which service: --service with one of ${known}.`);
    return only;
  }
  const declared = all.get(name);
  if (declared === undefined)
    throw new UsageError(`No crons are declared for a service "${name}"; there are ${known}.`);
  return [name, declared];
}

async function checkDeployed(root: string, stackName: string, options: Options): Promise<void> {
  const { stack, definitions } = await loadProject(root, stackName);
  const all = declaredOf(definitions);
  const services = options.service === undefined ? [...all] : [oneService(all, options.service)];
  // Nobody needs Vercel's credentials to hear that nothing is declared.
  if (services.length === 0) return tell([], options);
  const { vercel } = clientsFor(await connectTo(root, stackName, ["vercel"], process.env), {});
  if (vercel === undefined) throw new UsageError("There is no connection to Vercel.");
  const projects = await vercel.projects();
  const checks = services.map(([service, declared]): Check => {
    const named = projectOfService(stack, service) ?? "";
    const project = projects.find(({ id, name }) => id === named || (service === probeService && name === named));
    if (project === undefined)
      throw new UsageError(`The Vercel project ${named} of ${service} is not among the team's projects.`);
    const crons = project.crons?.definitions ?? [];
    // A project's answer tells its cron jobs, and no schedules.
    const differences = differencesOf({ crons: declared.crons, schedules: [] }, { crons });
    return {
      service,
      where: `the production deployment of ${project.name}`,
      differences: differences.map((one) => ({ service, ...one })),
      unseen: declared.schedules.map(({ path }) => path),
    };
  });
  tell(checks, options);
}

interface Check {
  service: string;
  where: string;
  differences: z.infer<typeof cronsShape>["differences"];
  /** Paths of declared schedules that nothing tells of. */
  unseen: readonly string[];
}

function tell(checks: readonly Check[], options: Options): void {
  const differences = checks.flatMap(({ differences }) => differences);
  const notCompared = checks.flatMap(({ service, unseen }) => unseen.map((path) => ({ service, path })));
  process.exitCode = notCompared.length > 0 ? 3 : differences.length > 0 ? 1 : 0;
  if (options.json) {
    const checked = checks.map(({ service, where }) => ({ service, where }));
    process.stdout.write(jsonText(cronsShape.parse({ checked, differences, notCompared })));
    return;
  }
  for (const { service, where, differences } of checks)
    for (const one of differences)
      console.log(
        `${service}: ${cronDifferenceText(one, one.runBy === "crons" ? where : `the schedules of ${where}`)}`,
      );
  for (const { service, path } of notCompared)
    console.log(`${service}: not compared: the schedule of ${path}, since Vercel's projects tell of cron jobs only`);
  if (differences.length + notCompared.length === 0)
    console.log(
      checks.length === 0
        ? noCrons
        : `As declared: ${checks.map(({ service, where }) => `${service} in ${where}`).join("; ")}.`,
    );
}
