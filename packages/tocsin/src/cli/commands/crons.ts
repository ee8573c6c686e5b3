import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import type { Command } from "commander";
import { z } from "zod";
import { connectTo } from "../../app/connect.ts";
import { ConfigurationError } from "../../model/problem.ts";
import { loadDefinitions } from "../../project/definitions.ts";
import { loadProject } from "../../project/project.ts";
import { jsonText } from "../../shared/json-text.ts";
import { UsageError } from "../../shared/usage-error.ts";
import { writeWhole } from "../../shared/whole-file.ts";
import { VercelClient } from "../../vendors/vercel/client.ts";
import {
  type CronEntry,
  compareCrons,
  cronDifferenceText,
  declaredCrons,
  jsonLike,
  otherConfigurations,
  vercelJsonSchema,
  withCrons,
} from "../../vendors/vercel/crons.ts";
import { jsonOption } from "../options.ts";

interface Options {
  service?: string;
  write?: string;
  check?: string;
  stack?: string;
  json?: boolean;
}

/** Shape of `tocsin crons --json`: what is declared, of each service the fragment of its vercel.json. */
export const declaredShape = z.object({
  services: z.record(z.string(), z.object({ crons: z.array(z.object({ path: z.string(), schedule: z.string() })) })),
});

/** Shape of `tocsin crons --check|--stack --json`. */
export const cronsShape = z.object({
  checked: z.array(z.object({ service: z.string(), where: z.string() })),
  differences: z.array(
    z.object({
      service: z.string(),
      kind: z.enum(["missing", "changed", "undeclared"]),
      path: z.string(),
      expected: z.string().nullable(),
      actual: z.string().nullable(),
    }),
  ),
});

/** Adds `tocsin crons`. Exit code 1 when a file or a deployment differs from what is declared. */
export function cronsCommand(program: Command, { root }: { root: string }): void {
  program
    .command("crons")
    .description("print, write or check the crons of vercel.json")
    .option("--service <name>", "one service only")
    .option("--write <file>", "put the service's crons into this vercel.json; the rest of the file stays")
    .option("--check <file>", "compare this vercel.json with what is declared for the service")
    .option("--stack <name>", "compare what is deployed with what is declared")
    .addOption(jsonOption())
    .action((options: Options) => run(root, options));
}

async function run(root: string, options: Options): Promise<void> {
  if ([options.write, options.check, options.stack].filter((o) => o !== undefined).length > 1) {
    throw new UsageError("Use one of --write, --check and --stack.");
  }
  if (options.stack !== undefined) return checkDeployed(root, options.stack, options);
  const loaded = await loadDefinitions(root);
  if (loaded.problems.length > 0) throw new ConfigurationError("The definitions cannot be used:", loaded.problems);
  const all = declaredCrons(loaded.definitions);
  if (options.write === undefined && options.check === undefined) return print(all, options);
  const [service, declared] = oneService(all, options.service);
  if (options.write !== undefined) {
    const file = options.write;
    const ruling = otherConfigurations.find((name) => existsSync(path.join(path.dirname(file), name)));
    if (ruling !== undefined) {
      throw new UsageError(
        `${ruling} lies beside ${file}, and Vercel reads only one of them: put the crons into ${ruling}. \`tocsin crons --service ${service}\` prints them.`,
      );
    }
    const before = readVercelJson(file, true);
    const text = existsSync(file) ? readFileSync(file, "utf8") : "";
    writeWhole(file, jsonLike(text, withCrons(before, declared)));
    console.log(`${file}: ${declared.length} cron${declared.length === 1 ? "" : "s"} of ${service} written.`);
    return;
  }
  const file = options.check ?? "";
  const parsed = vercelJsonSchema.safeParse(readVercelJson(file, false));
  if (!parsed.success)
    throw new UsageError(`${file}: ${parsed.error.issues.map((i) => `${i.path.join(".")} ${i.message}`).join("; ")}`);
  tell([{ service, where: file, declared, actual: parsed.data.crons }], options);
}

function print(all: Map<string, CronEntry[]>, options: Options): void {
  if (options.service !== undefined || (all.size === 1 && !options.json)) {
    const [, declared] = oneService(all, options.service);
    console.log(JSON.stringify(withCrons({}, declared), null, 2));
    return;
  }
  if (options.json) {
    const services = Object.fromEntries([...all].map(([service, crons]) => [service, { crons }]));
    process.stdout.write(jsonText(declaredShape.parse({ services })));
    return;
  }
  for (const [service, crons] of all) {
    console.log(service);
    for (const { path, schedule } of crons) console.log(`  ${schedule.padEnd(12)} ${path}`);
  }
  console.log("\n--service NAME prints the vercel.json fragment of one.");
}

function oneService(all: Map<string, CronEntry[]>, name: string | undefined): [string, CronEntry[]] {
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

function readVercelJson(file: string, mayBeAbsent: boolean): Record<string, unknown> {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (cause) {
    if (mayBeAbsent) return {};
    throw new UsageError(`${file} cannot be read.`, { cause });
  }
  try {
    return z.record(z.string(), z.unknown()).parse(JSON.parse(text));
  } catch (cause) {
    throw new UsageError(`${file} is not a JSON object.`, { cause });
  }
}

async function checkDeployed(root: string, stackName: string, options: Options): Promise<void> {
  const { stack, definitions } = await loadProject(root, stackName);
  const all = declaredCrons(definitions);
  const services = options.service === undefined ? [...all] : [oneService(all, options.service)];
  const { vercel } = await connectTo(root, stackName, ["vercel"], process.env);
  if (vercel === undefined) throw new UsageError("There is no connection to Vercel.");
  const projects = new Map((await new VercelClient(vercel).projects()).map((p) => [p.id, p]));
  const checks = services.map(([service, declared]) => {
    const id = stack.vercel.projects[service]?.id ?? "";
    const project = projects.get(id);
    if (project === undefined)
      throw new UsageError(`The Vercel project ${id} of ${service} is not among the team's projects.`);
    const { crons: actual } = vercelJsonSchema.parse({ crons: project.crons?.definitions ?? [] });
    return { service, where: `the production deployment of ${project.name}`, declared, actual };
  });
  tell(checks, options);
}

function tell(
  checks: { service: string; where: string; declared: CronEntry[]; actual: CronEntry[] }[],
  options: Options,
): void {
  const differences = checks.flatMap(({ service, where, declared, actual }) =>
    compareCrons(declared, actual).map((difference) => ({ service, where, difference })),
  );
  if (options.json) {
    const report = {
      checked: checks.map(({ service, where }) => ({ service, where })),
      differences: differences.map(({ service, difference }) => ({ service, ...difference })),
    };
    process.stdout.write(jsonText(cronsShape.parse(report)));
  } else {
    for (const { service, where, difference } of differences)
      console.log(`${service}: ${cronDifferenceText(difference, where)}`);
    if (differences.length === 0)
      console.log(`As declared: ${checks.map(({ service, where }) => `${service} in ${where}`).join("; ")}.`);
  }
  process.exitCode = differences.length > 0 ? 1 : 0;
}
