/** `tocsin audit`: what is wrong with the alerts that are live, without a repository. It only reads. */
import { type Command, Option } from "commander";
import { z } from "zod";
import manifest from "../../../package.json" with { type: "json" };
import { auditVendors } from "../../app/audit.ts";
import { readVendors } from "../../app/local/files.ts";
import { auditPage } from "../../audit/page.ts";
import { renderAudit } from "../../audit/render.ts";
import { type AuditReport, auditExitCode } from "../../audit/report.ts";
import { auditSarif } from "../../audit/sarif.ts";
import type { VendorName } from "../../model/resource.ts";
import { localDirectory } from "../../project/emulated.ts";
import { colorsFor } from "../../shared/colors.ts";
import { UsageError } from "../../shared/usage-error.ts";
import { writeWhole } from "../../shared/whole-file.ts";
import { type Connections, fromEnvironment, fromLocal } from "../../vendors/connections.ts";
import { ConnectionsIncomplete } from "../../vendors/environment.ts";
import { vendors as allVendors, vendorNames } from "../../vendors/index.ts";
import { withoutSecrets } from "../../vendors/secrets.ts";
import type { Vendor } from "../../vendors/vendor.ts";

const optionsShape = z.object({
  vendors: z.string().optional(),
  sentryOrganization: z.string().optional(),
  local: z.boolean().default(false),
  json: z.boolean().default(false),
  sarif: z.boolean().default(false),
  html: z.string().optional(),
});

type Options = z.infer<typeof optionsShape>;
type Environment = Readonly<Record<string, string | undefined>>;

/** What a vendor is taken for when nobody names one: its key is in the environment. */
const hasKey = ({ credentials }: Vendor, env: Environment): boolean => credentials.some((name) => env[name]);

/** Exit: 0 nothing wrong (notices aside), 1 errors or warnings, 2 wrong use, 3 something could not be read. */
export function auditCommand(command: Command, { root, env }: { root: string; env: Environment }): void {
  command
    .option("--vendors <list>", `of ${vendorNames.join(",")}; without it those whose keys are in the environment`)
    .option("--sentry-organization <slug>", "the Sentry organization; without it SENTRY_ORG")
    .option("--local", "the emulated vendors of this project, in place of real ones")
    .addOption(new Option("--json", "print the report as JSON").conflicts("sarif"))
    .option("--sarif", "print the report as SARIF 2.1.0")
    .option("--html <file>", "also write the report as one page")
    .action(async (raw: unknown) => run(root, optionsShape.parse(raw), env));
}

async function run(root: string, options: Options, env: Environment): Promise<void> {
  const { vendors, connections, organization } = await chosen(root, options, env);
  const report = await auditVendors({ vendors, connections, organization, now: () => new Date() });
  if (options.html !== undefined) writeWhole(options.html, withoutSecrets(auditPage(report)));
  print(report, options);
  if (options.html !== undefined) process.stderr.write(`Page: ${options.html}\n`);
  process.exitCode = auditExitCode(report);
}

interface Chosen {
  vendors: VendorName[];
  connections: Connections;
  organization: string | null;
}

async function chosen(root: string, options: Options, env: Environment): Promise<Chosen> {
  if (options.local) {
    const local = await readVendors(localDirectory(root, env));
    if (local === null) throw new UsageError("The emulated vendors are not running. `tocsin local up` starts them.");
    const vendors = named(options.vendors) ?? [...vendorNames];
    const connections = onlyOf(fromLocal(local), vendors);
    return { vendors, connections, organization: local.sentry.organization };
  }
  const vendors = named(options.vendors) ?? allVendors.filter((vendor) => hasKey(vendor, env)).map(({ name }) => name);
  if (vendors.length === 0)
    throw new UsageError(
      `No key of a vendor is in the environment. Set those of a vendor (${allVendors.map(({ credentials }) => credentials[0]).join(", ")}; docs/how-to/audit.md says what they may do), or try it with --local.`,
    );
  const organization = options.sentryOrganization ?? env.SENTRY_ORG ?? null;
  if (vendors.includes("sentry") && organization === null)
    throw new UsageError("Which Sentry organization? Set SENTRY_ORG in the environment, or --sentry-organization.");
  return { vendors, connections: connected(env, vendors), organization };
}

/** @throws UsageError where no vendor has its credentials, or one cannot be used */
function connected(env: Environment, vendors: readonly VendorName[]): Connections {
  try {
    return fromEnvironment(env, vendors, "one");
  } catch (error) {
    if (error instanceof ConnectionsIncomplete) throw new UsageError(error.message, { cause: error });
    throw error;
  }
}

const onlyOf = (connections: Connections, vendors: readonly VendorName[]): Connections =>
  Object.fromEntries(vendors.map((vendor) => [vendor, connections[vendor]]));

/** `datadog,sentry` as vendors; null where nothing is said. */
function named(list: string | undefined): VendorName[] | null {
  if (list === undefined) return null;
  const words = list.split(",").map((word) => word.trim());
  const known = vendorNames.filter((vendor) => words.includes(vendor));
  const wrong = words.filter((word) => !vendorNames.some((vendor) => vendor === word));
  if (wrong.length > 0)
    throw new UsageError(`There is no vendor "${wrong.join(", ")}": --vendors takes ${vendorNames.join(", ")}.`);
  return known;
}

function print(report: AuditReport, { json, sarif }: Options): void {
  if (json) return void process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
  if (sarif) return void process.stdout.write(`${JSON.stringify(auditSarif(report, manifest.version), null, 2)}\n`);
  const colors = colorsFor(process.stdout);
  process.stdout.write(renderAudit(report, colors));
}
