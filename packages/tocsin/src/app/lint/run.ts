import { lint, merged, pageOf, type UnplacedProblem } from "../../lint/lint.ts";
import { type LintProblem, type LintReport, lintReport } from "../../lint/report.ts";
import type { Written } from "../../lint/rule.ts";
import { rules } from "../../lint/rules.ts";
import { applySuppressions } from "../../lint/suppressions.ts";
import type { Definition } from "../../model/definition.ts";
import { type Problem, sortProblems } from "../../model/problem.ts";
import { loadDefinitions } from "../../project/definitions.ts";
import { withPages } from "../../shared/pages.ts";
import { readExceptions } from "../exceptions-file.ts";
import { listedDocuments } from "../facts-file.ts";
import type { Fires } from "./history.ts";
import { type OnlineAnswers, summarised } from "./online.ts";
import { Places } from "./places.ts";
import { compiledStack, type OwnStack, runbookPages, stackNames, stackOutline } from "./stacks.ts";

export interface LintInput {
  root: string;
  /** Judges this stack only, and wants its file filled in. Absent: every stack whose file is. */
  stack?: string;
  today: Date;
  /** Asks the vendors of the stack. Absent: offline. */
  ask?: (stack: OwnStack) => Promise<OnlineAnswers>;
  /** What the definitions would have done. Absent: how often they fire is not judged. */
  history?: (definitions: readonly Definition[]) => Fires | Promise<Fires>;
}

/** Everything that lint has to say about a project, with the lines to show it by. */
export async function lintProject(input: LintInput): Promise<{ report: LintReport; places: Places }> {
  const { root, stack, today, ask, history } = input;
  const loaded = await loadDefinitions(root);
  const names = stackNames(root);
  const wanted = stack === undefined || names.includes(stack) ? names : [...names, stack];
  const read = wanted.map((name) => ({ name, ...compiledStack(root, name, loaded, name === stack) }));
  const compiled = read.flatMap((one) =>
    one.compiled !== null && (stack === undefined || one.name === stack) ? [one.compiled] : [],
  );
  // Without a definition that has a problem of its own, what is made from it may look wrong.
  const sound = !loaded.problems.some(({ severity }) => severity === "error");
  const written: Written = {
    definitions: loaded.definitions,
    routes: loaded.routes,
    dashboards: sound ? loaded.dashboards : [],
    objectives: sound ? loaded.objectives : [],
    runbooks: runbookPages(root),
    documents: listedDocuments(root),
    stacks: names.flatMap((name) => stackOutline(root, name)),
  };
  const [target] = compiled;
  const online = ask !== undefined && target !== undefined ? await ask(target) : null;
  const live = online === null || target === undefined ? {} : { live: { answers: online.live, stack: target } };
  const fired = await history?.(target?.definitions ?? loaded.definitions);
  const judged = compiled.map(({ config }) => config.name);
  const { findings, suppressed } = applySuppressions(
    lint({ written, compiled, ...live, ...(fired && { firesPerWeek: fired.fires }) }),
    readExceptions(root),
    {
      today,
      ran: (rule, of) => ranOn(rule, of, { judged, sound: loaded.problems.length === 0, online, fired }),
    },
  );
  const places = new Places(root, loaded);
  const problems = [...loaded.problems, ...read.flatMap((one) => one.problems)];
  const report = lintReport.parse({
    definitions: loaded.definitions.length,
    stacks: judged,
    complete: (online?.complete ?? true) && (fired?.unread ?? []).length === 0,
    problems: sortProblems([
      ...problems.map((one) => asLoaded(one, root)),
      ...merged(findings).map((one) => placed(one, places, root)),
    ]),
    suppressed: suppressed.map((one) => ({ ...placed(one, places, root), reason: one.reason, until: one.until })),
    notChecked: [...(online?.notChecked ?? []), ...summarised(fired?.unread ?? []), ...withoutHistory(fired)],
    calls: summed(online?.calls ?? {}, fired?.calls ?? {}),
  });
  return { report, places };
}

interface Ran {
  judged: readonly string[];
  /** Whether every definition could be loaded. */
  sound: boolean;
  online: OnlineAnswers | null;
  fired: Fires | undefined;
}

/** Whether a rule was run on everything of a stack that it looks at, so that an entry for it can be called unused. */
function ranOn(rule: string, stack: string | undefined, { judged, sound, online, fired }: Ran): boolean {
  const looksAt = rules.find(({ id }) => id === rule)?.looksAt;
  if (!sound || looksAt === undefined) return false;
  switch (looksAt) {
    case "definition":
    case "written":
      return true;
    case "history":
      return fired !== undefined && fired.without === 0 && fired.unread.length === 0;
    case "live":
      return online?.complete === true && (stack === undefined || judged.includes(stack));
    case "resource":
    case "stack":
      return judged.length > 0 && (stack === undefined || judged.includes(stack));
  }
}

const withoutHistory = (fired: Fires | undefined): string[] =>
  fired === undefined || fired.without === 0
    ? []
    : [`How often ${fired.without} definitions would fire: the history holds nothing for them.`];

const summed = (one: Record<string, number>, other: Record<string, number>): Record<string, number> =>
  Object.fromEntries(
    [...new Set([...Object.keys(one), ...Object.keys(other)])].map((vendor) => [
      vendor,
      (one[vendor] ?? 0) + (other[vendor] ?? 0),
    ]),
  );

const asLoaded = (problem: Problem, root: string): LintProblem => ({
  ...problem,
  remedy: withPages(problem.remedy, root),
  column: null,
  subject: null,
  path: null,
  stacks: [],
  docs: null,
});

function placed(finding: UnplacedProblem, places: Places, root: string): LintProblem {
  const { rule, severity, definition, subject, path, stacks, message, remedy } = finding;
  const docs = withPages(pageOf(rule), root);
  return {
    rule,
    severity,
    ...places.of(finding),
    definition,
    subject,
    path,
    stacks: [...stacks],
    message,
    remedy,
    docs,
  };
}
