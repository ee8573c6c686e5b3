/** `tocsin start`: what `npm start` runs. Everything at work on emulated vendors, without an account, told on one screen. */

import type { Command } from "commander";
import { holdForDrill, plansFor, restoreLeft } from "../../app/drill.ts";
import { keepDrill } from "../../app/last-drill.ts";
import type { Vendors } from "../../app/local/files.ts";
import { readInbox } from "../../app/local/inbox.ts";
import { muteByHand } from "../../app/local/mute-by-hand.ts";
import { type LocalUp, localUp } from "../../app/local/stack.ts";
import { objectsOf, objectTables } from "../../app/objects.ts";
import { keepPage } from "../../app/report.ts";
import { runSummary } from "../../app/run-text.ts";
import { type DrillReport, exitCode as drillExitCode } from "../../drill/receipt.ts";
import { renderDrill } from "../../drill/render.ts";
import { deploysProbe } from "../../model/probe.ts";
import type { Project } from "../../model/project.ts";
import { isShareOfLogs } from "../../model/signals/facts.ts";
import { localDirectory, localStack } from "../../project/emulated.ts";
import { plural } from "../../shared/amounts.ts";
import { colorsFor } from "../../shared/colors.ts";
import { progressLog } from "../../shared/progress.ts";
import { fromLocal } from "../../vendors/connections.ts";
import { noDrift, render } from "../../verify/render.ts";
import { exitCode, type Report } from "../../verify/report.ts";
import { verify } from "../../verify/verify.ts";
import { countsByVendor, indented, nextSteps, notificationBlock, oneToShow, stepLine } from "../start-screen.ts";
import { drillNow } from "./drill.ts";

/** What goes wrong for show: the alert that somebody mutes, the first that Datadog watches and that wakes; null for none. */
function mutedIn({ resources, definitions }: Project): string | null {
  const watched = resources.flatMap(({ kind, definition }) => (kind === "monitor" && definition ? [definition] : []));
  const wakes = definitions.find(({ id, severity, signal }) => {
    return severity === "page" && isShareOfLogs(signal) && watched.includes(id);
  });
  return wakes?.id ?? watched[0] ?? null;
}

/** `tocsin start`. Exit code: the worst of its checks and its drill. */
export function startCommand(command: Command, { root }: { root: string }): void {
  command
    .option("--verbose", "also print every resource and every receipt")
    .action(({ verbose = false }: { verbose?: boolean }) => start(root, verbose));
}

async function start(root: string, verbose: boolean): Promise<void> {
  const begun = performance.now();
  const log = progressLog();
  const colors = colorsFor(process.stdout);
  const more = (text: string) => verbose && console.log(`${text}\n`);
  const up = await localUp(root, "tocsin start", log);
  const { project } = up.prepared;
  const check = () => verifyLocal(project, up.vendors);
  provisioned(up, more);

  log.update("Verifying what is live");
  const [report, verifyMs] = await timed(check);
  log.clear();
  console.log(stepLine("Verify", verifyMs, verdict(report, colors)));

  log.update("Firing every alert");
  const [drill, drillMs] = await timed(() => drillAll(root, project, verbose));
  log.clear();
  const receipts = renderDrill(drill, colors).trimEnd();
  more(receipts);
  const proven = drillExitCode(drill) === 0;
  console.log(stepLine("Drill", drillMs, proven ? (receipts.split("\n").at(-1) ?? "") : receipts));

  const id = mutedIn(project);
  const muted = id === null ? null : await muteFound(up, id, check);
  if (muted !== null) console.log(stepLine("Drift", muted.ms, muted.text));
  const after = await check();
  if (muted !== null) console.log(indented(`The mute is removed again.\n${verdict(after, colors)}`));
  else if (exitCode(after) !== 0) console.log(indented(verdict(after, colors)));

  const [page, pageMs] = await timed(() => writeReport(root, up, after, drill));
  console.log(stepLine("Report", pageMs, page));
  const shown = oneToShow(await readInbox(root), id);
  if (shown !== null) console.log(`\n${notificationBlock(shown)}`);
  console.log(`\nDone in ${Math.round((performance.now() - begun) / 1000)} s. ${nextSteps}`);
  process.exitCode = Math.max(
    exitCode(report),
    drillExitCode(drill),
    exitCode(after),
    muted === null || muted.found ? 0 : 3,
    up.probeRan || !deploysProbe(project.definitions) ? 0 : 3,
  );
}

/** One sentence where nothing differs, and else all that does. How many calls it took is for `verify` itself. */
const verdict = (report: Report, colors: ReturnType<typeof colorsFor>): string =>
  exitCode(report) === 0 ? colors.green(noDrift(report)) : render(report, colors).trimEnd();

async function timed<T>(work: () => Promise<T>): Promise<[T, number]> {
  const begun = performance.now();
  const result = await work();
  return [result, performance.now() - begun];
}

/** The vendors, what was provisioned at each, and the probe. */
function provisioned(up: LocalUp, more: (text: string) => void): void {
  const { project } = up.prepared;
  const objects = objectsOf(project.resources, up.run.steps, project.definitions);
  for (const note of up.notes) console.log(note);
  const vendors = up.started ? "emulated on this machine: no account, nothing leaves it" : "were running";
  console.log(stepLine("Vendors", up.timings.vendors, vendors));
  more(objectTables(objects));
  const { length } = project.definitions;
  const alerts = `${plural(length, "alert")} ${length === 1 ? "is" : "are"} ${plural(objects.length, "resource")}: ${countsByVendor(objects)}.`;
  const probe = deploysProbe(project.definitions) ? `\n${probeLine(up)}` : "";
  console.log(stepLine("Provision", up.timings.up, `${runSummary(up.run)}\n${alerts}${probe}`));
}

/** What is known of the probe: the chain from Vercel's cron to Datadog is real, so it is told whether it works. */
function probeLine({ prepared, probeRan }: LocalUp): string {
  const name = prepared.project.stack.probe?.project ?? "none";
  return probeRan
    ? `The probe is deployed as ${name}; its cron has called it, and it has reported.`
    : `The probe is deployed as ${name}, but its cron has had no answer yet. See .local/vendors.log, and: npx tocsin probe --once`;
}

/** Mutes an alert as somebody would by hand, lets verify look, and takes the mute away again. */
async function muteFound(
  up: LocalUp,
  id: string,
  check: () => Promise<Report>,
): Promise<{ text: string; found: boolean; ms: number }> {
  const undo = await muteByHand(up.vendors, id, localStack);
  const [report, ms] = await timed(() => check().finally(undo));
  const found = report.findings.find((finding) => finding.class === "muted" && finding.definition === id);
  if (found === undefined)
    return { text: `${id} was muted in Datadog by hand, and verify did not find it.`, found: false, ms };
  const object = [found.vendor, found.kind, found.vendorId].filter((part) => part !== null).join(" ");
  const text = `Somebody mutes ${id} in Datadog, without end. Verify finds it:\nmuted: ${id} (${object}), until somebody remembers`;
  return { text, found: true, ms };
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

async function drillAll(root: string, project: Project, verbose: boolean): Promise<DrillReport> {
  const stand = await holdForDrill(root, project, "tocsin start");
  try {
    for (const text of await restoreLeft(stand)) console.error(text);
    const { plans } = plansFor(stand);
    return await drillNow(stand, project, plans, { plan: verbose });
  } finally {
    await stand.release();
  }
}
