/** `tocsin start`: what `npm start` runs. Everything at work on emulated vendors, without an account. */

import type { Command } from "commander";
import { createColors } from "picocolors";
import { holdForDrill, mendLeft } from "../../app/drill.ts";
import { keepDrill } from "../../app/last-drill.ts";
import type { Vendors } from "../../app/local/files.ts";
import { muteByHand } from "../../app/local/mute-by-hand.ts";
import { type LocalUp, localUp } from "../../app/local/stack.ts";
import { objectsOf, objectTables } from "../../app/objects.ts";
import { keepPage } from "../../app/report.ts";
import { runSummary } from "../../app/run-text.ts";
import { planDrill } from "../../drill/plan.ts";
import { type DrillReport, exitCode as drillExitCode } from "../../drill/receipt.ts";
import { renderDrill } from "../../drill/render.ts";
import type { Project } from "../../model/project.ts";
import type { ResourceKind } from "../../model/resource.ts";
import { localDirectory, localStack } from "../../project/emulated.ts";
import { progressLog } from "../../shared/progress.ts";
import { fromLocal } from "../../vendors/connections.ts";
import { deploysProbe } from "../../vendors/vercel/project.ts";
import { render } from "../../verify/render.ts";
import { exitCode, type Report } from "../../verify/report.ts";
import { verify } from "../../verify/verify.ts";
import { drillNow } from "./drill.ts";

/** What goes wrong for show: the alert that somebody mutes, or the first that Datadog watches; none without any. */
function mutedIn({ resources }: Project): string | null {
  const watched = resources.flatMap(({ kind, definition }) => (kind === "monitor" && definition ? [definition] : []));
  return watched.find((id) => id === "web-api/5xx-rate") ?? watched[0] ?? null;
}

/** Adds `tocsin start`. Exit code: the worst of its checks and its drill. */
export function startCommand(program: Command, { root }: { root: string }): void {
  program
    .command("start")
    .description("run all on emulated vendors: provision, verify, drill")
    .action(() => start(root));
}

async function start(root: string): Promise<void> {
  const begun = performance.now();
  const log = progressLog();
  const up = await localUp(root, "tocsin start", log);
  const { project } = up.prepared;
  const colors = createColors(process.env.NO_COLOR === undefined && process.stdout.isTTY === true);
  const check = () => verifyLocal(project, up.vendors);
  log.update("Verifying what is live");
  const verifyBegun = performance.now();
  const report = await check();
  const verifyMs = performance.now() - verifyBegun;
  log.clear();

  const objects = objectsOf(project.resources, up.run.steps, project.definitions);
  const views = (kind: ResourceKind) => project.resources.filter((resource) => resource.kind === kind).length;
  const vendors = new Set(objects.map((o) => o.vendor)).size;
  for (const note of up.notes) console.log(`${note}\n`);
  console.log(`${objectTables(objects)}\n`);
  const all = `${project.definitions.length} definitions, ${views("dashboard")} dashboards and ${views("slo")} objectives`;
  console.log(`${all} are live as ${objects.length} objects of ${vendors} vendors.`);
  console.log(`Provision: ${runSummary(up.run)}`);
  if (deploysProbe(project.definitions)) console.log(probeLine(up));
  console.log(`Verify:\n${render(report, colors)}`);

  const drillBegun = performance.now();
  const drill = await drillAll(root, project);
  const drillMs = performance.now() - drillBegun;
  console.log(`Drill:\n${renderDrill(drill, colors)}`);

  const muted = mutedIn(project);
  if (muted !== null) console.log(`Now somebody mutes ${muted} in Datadog, by hand and without end. Verify:`);
  const putBack = muted === null ? null : await muteByHand(up.vendors, muted, localStack);
  const found = putBack === null ? null : await check().finally(putBack);
  if (found !== null) console.log(render(found, colors));
  const after = await check();
  const page = await writeReport(root, up, after, drill);
  if (found !== null) console.log(`The mute is taken back. Verify:\n${render(after, colors)}`);

  console.log(`Report: ${page}\n`);
  console.log(timings(up, { verifyMs, drillMs, totalMs: performance.now() - begun }));
  console.log(goOn(up));
  const sees = found === null || found.findings.some((f) => f.class === "muted" && f.definition === muted);
  process.exitCode = Math.max(
    exitCode(report),
    drillExitCode(drill),
    exitCode(after),
    sees ? 0 : 3,
    up.probeRan || !deploysProbe(project.definitions) ? 0 : 3,
  );
}

const verifyLocal = ({ resources, stack: config, definitions, sqlProbes }: Project, vendors: Vendors) =>
  verify({
    resources,
    stack: localStack,
    project: { config, definitions, sqlProbes },
    connections: fromLocal(vendors),
    now: () => new Date(),
  });

/** The page for the people on call; where it lies, as a path that a shell in the project can use. */
async function writeReport(
  root: string,
  { prepared: { project }, vendors }: LocalUp,
  verified: Report,
  drill: DrillReport,
) {
  await keepDrill(localDirectory(root), drill, project);
  return keepPage(root, project, fromLocal(vendors), verified);
}

async function drillAll(root: string, project: Project): Promise<DrillReport> {
  const stand = await holdForDrill(root, project, "tocsin start");
  try {
    for (const text of await mendLeft(stand)) console.error(text);
    const plans = planDrill(project, stand.clock === null ? "real" : "emulated", []);
    return await drillNow(stand, project, plans);
  } finally {
    await stand.release();
  }
}

/** What is known of the probe: the chain from Vercel's cron to Datadog is real, so it is told whether it works. */
function probeLine({ prepared, probeRan }: LocalUp): string {
  const name = prepared.project.stack.probe?.project ?? "none";
  return probeRan
    ? `Probe: deployed as ${name}; its cron has called it, and it has reported to Datadog.`
    : `Probe: deployed as ${name}, but its cron has had no answer yet. See .local/vendors.log, and: npx tocsin probe --once --stack local`;
}

const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`;

function timings(up: LocalUp, ms: { verifyMs: number; drillMs: number; totalMs: number }): string {
  const vendors = up.started ? `emulated vendors ${seconds(up.timings.vendors)}` : "emulated vendors were running";
  return `Time: ${vendors}, provision ${seconds(up.timings.up)}, verify ${seconds(ms.verifyMs)}, drill ${seconds(ms.drillMs)}, all ${seconds(ms.totalMs)}.\n`;
}

function goOn(up: LocalUp): string {
  return [
    `The emulated vendors keep running in the background (process ${up.vendors.pid}). From here:`,
    "  npx tocsin local status             what runs, where, and what it holds",
    "  npx tocsin verify --stack local     compare what is live with the code",
    "  npx tocsin drill --stack local      fire every alert again",
    "  npx tocsin report --stack local     the page for the people on call",
    "  npx tocsin preview --stack local    what an edit of alerts/ would change",
    "  npx tocsin local down               end it all",
    "README.md tells the rest.",
  ].join("\n");
}
