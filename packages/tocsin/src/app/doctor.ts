/** What has to be in place before anything is changed: stack file, credentials, vendors' own answers, routes. */

import { accountLines } from "../doctor/account.ts";
import type { DoctorReport } from "../doctor/report.ts";
import { vendorLines } from "../doctor/vendors.ts";
import { ConfigurationError } from "../model/problem.ts";
import type { Project } from "../model/project.ts";
import type { VendorName } from "../model/resource.ts";
import { isPadded, paddedText, secretNames, secretVariable } from "../model/secrets.ts";
import { onEmulators } from "../project/emulated.ts";
import { UsageError } from "../shared/usage-error.ts";
import type { Connections } from "../vendors/connections.ts";
import { type DoctorLine, left, ok, unread, wrong } from "../vendors/doctor-line.ts";
import type { Finding, FindingClass } from "../vendors/finding.ts";
import { vendorNames } from "../vendors/index.ts";
import { remedyFor } from "../verify/remedies.ts";
import type { Report } from "../verify/report.ts";
import { connectTo } from "./connect.ts";
import { keyVariable } from "./evidence-key.ts";
import { loadLive } from "./live-project.ts";
import { lookAt, vendorsOf } from "./verify-stack.ts";

/**
 * Asks everything that a stack needs, each vendor by itself.
 * @throws VendorError, or the engine's error, for what no line can say
 */
export async function examine(root: string, stack: string): Promise<DoctorReport> {
  return { stack, checkedAt: new Date().toISOString(), lines: await linesOf(root, stack) };
}

async function linesOf(root: string, stack: string): Promise<DoctorLine[]> {
  let project: Project;
  try {
    project = await loadLive(root, stack);
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    return configurationLines(error);
  }
  const file = ok("stack file", `Pulumi.${stack}.yaml`, "complete");
  const { connections, lines } = await connected(root, project, stack);
  const patient = {
    stack: project.stack,
    definitions: project.definitions,
    resources: project.resources,
    sqlProbes: project.sqlProbes,
    connections,
    now: () => new Date(),
    realTime: !onEmulators(root, stack),
  };
  const [asked, account, report] = await Promise.all([
    vendorLines(patient),
    accountLines(patient),
    lookAt(root, project, connections),
  ]);
  const environment = environmentLines(root, project, connections, process.env);
  const told = [...asked, ...account];
  return [file, ...lines, ...environment, ...told, ...routeLines(report, vendorsOf(root, project), connections, told)];
}

/** One line a problem; without a stack nothing else can be looked at. */
function configurationLines(error: ConfigurationError): DoctorLine[] {
  const area = "stack file";
  if (error.problems.length === 0) return [wrong(area, "stack", error.message, "Fix it, then look again.")];
  return error.problems.map(({ file, line, message, remedy }) =>
    wrong(area, file === null ? "stack" : `${file}${line === null ? "" : `:${line}`}`, message, remedy),
  );
}

/** Every vendor by itself: one credential that is missing must not hide the others. */
async function connected(
  root: string,
  project: Project,
  stack: string,
): Promise<{ connections: Connections; lines: DoctorLine[] }> {
  const used = vendorsOf(root, project);
  const connections: Connections = {};
  const lines: DoctorLine[] = [];
  for (const vendor of vendorNames.filter((one) => used.has(one))) {
    try {
      Object.assign(connections, await connectTo(root, stack, [vendor], process.env));
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      lines.push(wrong("environment", `credential of ${vendor}`, error.message, error.message));
    }
  }
  return { connections, lines };
}

/** Variables of the run itself. */
function environmentLines(
  root: string,
  project: Project,
  connections: Connections,
  env: NodeJS.ProcessEnv,
): DoctorLine[] {
  if (onEmulators(root, project.stack.name)) return [];
  const area = "environment";
  const needed = (what: string, names: readonly string[], why: string): DoctorLine => {
    const missing = names.filter((name) => !env[name]);
    const padded = names.filter((name) => isPadded(env[name] ?? ""));
    if (missing.length === 0 && padded.length > 0) {
      return wrong(area, what, `${padded.join(", ")} set`, paddedText(padded));
    }
    if (missing.length === 0) return ok(area, what, "set");
    return wrong(area, what, `${missing.join(", ")} not set`, `Set ${missing.join(", ")}: ${why}.`);
  };
  const optional = (what: string, isThere: boolean, name: string, why: string): DoctorLine =>
    isThere ? ok(area, what, "set") : left(area, what, `${name} not set`, `Set ${name} if you want it: ${why}.`);
  const secrets = secretNames(project.resources).map(secretVariable);
  return [
    ...(secrets.length > 0 ? [needed("secrets of the definitions", secrets, "up passes them on to the vendors")] : []),
    needed(
      "state",
      ["PULUMI_BACKEND_URL", "PULUMI_CONFIG_PASSPHRASE"],
      "the engine keeps and encrypts its state by them",
    ),
    optional(
      "Slack",
      connections.slack !== undefined,
      "SLACK_TOKEN",
      "verify then looks at the channels themselves, and drills read them",
    ),
    ...(project.stack.allowDrills
      ? [
          optional("mailbox", connections.mail !== undefined, "TOCSIN_MAIL_URL", "drills read the mail there"),
          optional("key for evidence", Boolean(env[keyVariable]), keyVariable, "a drill's receipts are signed with it"),
        ]
      : []),
  ];
}

/** What verify knows of integrations, channels, members and interfaces; drift itself is for verify to tell. */
const ofInterest: readonly FindingClass[] = ["broken-route", "retired-api"];

/** @param told what the vendors' own lines say: a vendor that is down is not told again here */
function routeLines(
  report: Report,
  used: ReadonlySet<VendorName>,
  connections: Connections,
  told: readonly DoctorLine[],
): DoctorLine[] {
  const found = report.findings.filter((finding) => ofInterest.includes(finding.class));
  // A vendor without a credential is told already.
  const connectedTo = new Set(Object.keys(connections));
  const notRead = report.findings.filter((one) => one.class === "unreadable" && connectedTo.has(one.vendor));
  const area = "routes";
  if (found.length + notRead.length === 0 && [...used].every((vendor) => connectedTo.has(vendor)))
    return [ok(area, "integrations, channels, members", "as the stack file names them")];
  return [
    ...found.map(
      (finding): DoctorLine =>
        wrong(
          area,
          [finding.vendor, finding.kind, finding.vendorId].filter((part) => part !== null).join(" "),
          finding.message,
          remedyFor(finding, report.stack),
        ),
    ),
    ...notRead
      .filter((finding) => !isTold(finding, told))
      .map((finding): DoctorLine => unread(area, finding.vendor, finding.message, remedyFor(finding, report.stack))),
  ];
}

const isTold = ({ vendor }: Finding, told: readonly DoctorLine[]): boolean =>
  told.some(({ area, cause }) => area === vendor && cause !== null);
