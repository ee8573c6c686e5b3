/** `tocsin start`: what `npm start` runs. Everything at work on emulated vendors, without an account. */
import type { Command } from "commander";
import { createColors } from "picocolors";
import { fromLocal } from "../../vendors/connections.ts";
import { render } from "../../verify/render.ts";
import { exitCode } from "../../verify/report.ts";
import { verify } from "../../verify/verify.ts";
import { type LocalUp, localUp } from "../local/stack.ts";
import { objectsOf, objectTables } from "../objects.ts";
import { progressLog } from "../progress.ts";
import { runSummary } from "../run-text.ts";
import { localStack } from "../stack.ts";

/** Adds `tocsin start`. Exit code: that of the verify at its end. */
export function startCommand(program: Command, { root }: { root: string }): void {
  program
    .command("start")
    .description("show it all at work: emulated vendors, provision the local stack, verify it")
    .action(() => start(root));
}

async function start(root: string): Promise<void> {
  const begun = performance.now();
  const log = progressLog();
  const up = await localUp(root, "tocsin start", log);
  const { resources, definitions, stack: config } = up.prepared.project;
  log.update("Verifying what is live");
  const verifyBegun = performance.now();
  const report = await verify({
    resources,
    stack: localStack,
    project: { config, definitions },
    connections: fromLocal(up.vendors),
    now: () => new Date(),
  });
  const verifyMs = performance.now() - verifyBegun;
  log.clear();

  const objects = objectsOf(resources, up.run.steps, definitions);
  const carried = new Set(objects.flatMap(({ definition }) => definition ?? []));
  for (const note of up.notes) console.log(`${note}\n`);
  console.log(`${objectTables(objects)}\n`);
  console.log(
    `${carried.size} definitions are live as ${objects.length} objects of ${new Set(objects.map((o) => o.vendor)).size} vendors.`,
  );
  console.log(`Provision: ${runSummary(up.run)}`);
  console.log(
    `Verify: ${render(report, createColors(process.env.NO_COLOR === undefined && process.stdout.isTTY === true))}`,
  );
  console.log(timings(up, verifyMs, performance.now() - begun));
  console.log(goOn(up));
  process.exitCode = exitCode(report);
}

const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`;

function timings(up: LocalUp, verifyMs: number, totalMs: number): string {
  const vendors = up.started ? `emulated vendors ${seconds(up.timings.vendors)}` : "emulated vendors were running";
  return `Time: ${vendors}, provision ${seconds(up.timings.up)}, verify ${seconds(verifyMs)}, all ${seconds(totalMs)}.\n`;
}

function goOn(up: LocalUp): string {
  return [
    `The emulated vendors keep running in the background (process ${up.vendors.pid}). From here:`,
    "  npx tocsin local status             what runs, where, and what it holds",
    "  npx tocsin verify --stack local     compare what is live with the code",
    "  npx tocsin preview --stack local    what an edit of alerts/ would change",
    "  npx tocsin local down               end it all",
    "README.md tells the rest.",
  ].join("\n");
}
