/** `tocsin report`: one page that says what watches what, what fires, what drifted and what has been proven. */

import { readFile } from "node:fs/promises";
import path from "node:path";
import type { Command } from "commander";
import { z } from "zod";
import { connectTo } from "../../app/connect.ts";
import { type LastDrill, lastDrill } from "../../app/last-drill.ts";
import { loadLive } from "../../app/live-project.ts";
import { qualityOf } from "../../app/quality.ts";
import { pageOf, readReport, writePage } from "../../app/report.ts";
import { lookAt, vendorsOf } from "../../app/verify-stack.ts";
import { checkEvidence } from "../../gate/evidence.ts";
import { drillDirectory } from "../../project/emulated.ts";
import type { ReportData } from "../../report/data.ts";
import { renderPage } from "../../report/page.ts";
import { plural } from "../../shared/amounts.ts";
import { jsonText } from "../../shared/json-text.ts";
import { UsageError } from "../../shared/usage-error.ts";
import { exitCode } from "../../verify/report.ts";
import { jsonOption, mostHistoryCalls, qualityDays, stackOption, wrongDays } from "../options.ts";
import { servedPort, servePage, withServe } from "../serve-page.ts";

const optionsShape = z.object({
  stack: z.string(),
  out: z.string().optional(),
  evidence: z.string().optional(),
  quality: qualityDays,
  serve: z.boolean().default(false),
  port: servedPort,
  json: z.boolean().default(false),
});

type Options = z.infer<typeof optionsShape>;

/** Seconds after which a page that is served is made anew. */
const refresh = 60;

/** `tocsin report --stack S [--out FILE] [--serve]`. Exit: as `verify` (0 clean, 1 findings, 3 could not tell). */
export function reportCommand(command: Command, { root }: { root: string }): void {
  command
    .addOption(stackOption())
    .option("--out <file>", "where to write the page (default: .local/reports/<stack>.html)")
    .option("--evidence <file>", "what was proven, from a signed file instead of from drills of this working copy")
    .option(
      "--quality [days]",
      `also judge the alerts over so many days (default: 28); reads their history with ${mostHistoryCalls} calls at most`,
    )
    .addOption(jsonOption("print what the page shows as JSON, and write no page"));
  withServe(command, "show it on this machine only, rendered again once a minute, until interrupted").action(
    async (raw: unknown) => {
      const options = optionsShape.safeParse(raw);
      if (!options.success) throw wrongOption(options.error);
      await run(root, options.data);
    },
  );
}

const wrongOption = ({ issues }: z.ZodError): UsageError =>
  issues.some(({ path: [option] }) => option === "quality")
    ? wrongDays()
    : new UsageError("--port takes a number from 0 to 65535.");

async function run(root: string, options: Options): Promise<void> {
  if (options.serve && options.quality !== undefined)
    throw new UsageError("--quality is for a page that is written once: leave --serve out.");
  if (options.serve) {
    return servePage({
      what: `the report of ${options.stack}`,
      port: options.port,
      make: async () => renderPage(await dataOf(root, options), { refresh }),
      ageMs: (refresh * 1000) / 2,
    });
  }
  const data = await dataOf(root, options);
  if (options.json) process.stdout.write(jsonText(data));
  else {
    const file = path.resolve(options.out ?? pageOf(root, options.stack));
    writePage(file, data);
    process.stdout.write(`${summary(data)}\nReport: ${file}\n`);
  }
  process.exitCode = data.unknown.length > 0 ? 3 : exitCode(data.verify);
}

const summary = ({ stack, alerts, verify: { findings, complete } }: ReportData): string => {
  const firing = alerts.filter(({ state }) => state.now === "alert").length;
  const proven = alerts.filter((alert) => alert.proven !== null && alert.proven.level === alert.proven.highest).length;
  const drift = complete
    ? plural(findings.length, "finding")
    : `${plural(findings.length, "finding")}, not everything could be read`;
  return `${stack}: ${alerts.length} alerts, ${firing} firing, ${proven} proven, ${drift}.`;
};

async function dataOf(root: string, { stack, evidence, quality: days, json }: Options): Promise<ReportData> {
  const project = await loadLive(root, stack);
  const connections = await connectTo(root, stack, vendorsOf(root, project), process.env, "one");
  const report = await lookAt(root, project, connections);
  const last =
    evidence === undefined
      ? await lastDrill(drillDirectory(root, project.stack.name), stack)
      : await provenIn(evidence);
  const data = await readReport(project, connections, report, last);
  if (days === undefined) return data;
  const quality = await qualityOf(root, { stack, days, calls: mostHistoryCalls, json });
  const unknown = quality.complete
    ? []
    : [`Alert quality: ${quality.problems.join(" ") || "not everything was read."}`];
  return { ...data, quality, unknown: [...data.unknown, ...unknown] };
}

/** The drill of an evidence file. Its signature must be its own; whose it is, the gate asks. */
async function provenIn(file: string): Promise<LastDrill> {
  let content: unknown = null;
  try {
    content = JSON.parse(await readFile(file, "utf8"));
  } catch (cause) {
    if (!(cause instanceof SyntaxError)) throw new UsageError(`${file} cannot be read.`, { cause });
  }
  const verdict = checkEvidence(content, { now: new Date() });
  if (!verdict.valid) throw new UsageError(`${file} is no evidence: ${verdict.reason}`);
  return { drill: verdict.evidence.drill, digests: verdict.evidence.digests };
}
