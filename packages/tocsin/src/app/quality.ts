/** The quality of a stack's alerts over time: history by the backtest, mutes of the vendors. */

import type { Definition } from "../model/definition.ts";
import type { Resource } from "../model/resource.ts";
import { loadDefinitions } from "../project/definitions.ts";
import { loadProject } from "../project/project.ts";
import { judgeQuality, type QualityInput } from "../quality/judge.ts";
import type { QualityReport } from "../quality/report.ts";
import type { QualityLook } from "../routines/checks/alert-quality.ts";
import { UsageError } from "../shared/usage-error.ts";
import { VendorError } from "../vendors/http/errors.ts";
import { backtestProject, type Source } from "./backtest.ts";
import { mutesOf } from "./mutes.ts";

type Asked = Source & { days: number; calls: number; json: boolean };

/** @throws UsageError, ConfigurationError */
export const qualityOf = async (root: string, asked: Asked): Promise<QualityReport> =>
  (await qualityLook(root, asked)).report;

/** The same with the calls for its history, by vendor. @throws UsageError, ConfigurationError */
export async function qualityLook(root: string, asked: Asked): Promise<QualityLook> {
  const report = await backtestProject(root, [], { ...asked, base: undefined });
  const { definitions, people, resources } = await projectOf(root, asked.stack);
  const { mutes, problems } =
    asked.stack === undefined || asked.history !== undefined
      ? { mutes: new Map(), problems: [] }
      : await activeMutes(root, { stack: asked.stack, resources });
  const judged = judgeQuality({
    stack: report.stack,
    from: report.from,
    to: report.to,
    complete: report.complete && problems.length === 0,
    problems: [...report.problems, ...problems],
    definitions,
    histories: new Map(report.definitions.map(({ definition, result }) => [definition, result])),
    people,
    mutes,
  });
  return { report: judged, calls: report.calls };
}

async function projectOf(
  root: string,
  stack: string | undefined,
): Promise<{ definitions: readonly Definition[]; people: QualityInput["people"]; resources: readonly Resource[] }> {
  if (stack === undefined) return { definitions: (await loadDefinitions(root)).definitions, people: {}, resources: [] };
  const project = await loadProject(root, stack);
  return { ...project, people: project.stack.people };
}

async function activeMutes(
  root: string,
  of: { stack: string; resources: readonly Resource[] },
): Promise<{ mutes: QualityInput["mutes"]; problems: readonly string[] }> {
  try {
    const active = (await await (await mutesOf(root, of, process.env))?.active()) ?? [];
    return {
      mutes: new Map(active.map(({ definition, since, until, reason }) => [definition, { since, until, reason }])),
      problems: [],
    };
  } catch (error) {
    // Without a credential of its own, this is unknown, and the history of other vendors is not.
    if (!(error instanceof VendorError || error instanceof UsageError)) throw error;
    return { mutes: new Map(), problems: [`What is muted: ${error.message}`] };
  }
}
