/**
 * Something wrong in what a team wrote, as a value: collected everywhere, printed once, sorted. The same shape serves
 * loading, stack files and lint.
 */
export interface Problem {
  /** Stable id, e.g. `model/warning-side`. */
  rule: string;
  severity: "error" | "warning" | "notice";
  /** Path relative to the project's root; null where no file is to blame. */
  file: string | null;
  /** 1-based; null where the whole file is meant. */
  line: number | null;
  definition: string | null;
  message: string;
  /** What to do about it. */
  remedy: string;
}

/** By file, then line, then rule, so that two runs print the same. */
export function sortProblems<P extends Problem>(problems: readonly P[]): P[] {
  const key = (p: P) => `${p.file ?? ""}\u0000${String(p.line ?? 0).padStart(8, "0")}\u0000${p.rule}\u0000${p.message}`;
  return [...problems].sort((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0));
}

/** Problems as plain text, sorted: place, what, and what to do; the last only once where many of a kind follow each other. */
export function problemsText(problems: readonly Problem[]): string {
  const sorted = sortProblems(problems);
  return sorted
    .map((problem, index) => {
      const next = sorted[index + 1];
      const repeated = next?.rule === problem.rule && next.remedy === problem.remedy;
      return repeated ? headline(problem) : `${headline(problem)}\n    ${problem.remedy}  [${problem.rule}]`;
    })
    .join("\n");
}

function headline(problem: Problem): string {
  const place = problem.file ? `${problem.file}${problem.line ? `:${problem.line}` : ""}: ` : "";
  const who = problem.definition ? `${problem.definition}: ` : "";
  return `${place}${problem.severity}: ${who}${problem.message}`;
}

/** Thrown when a command cannot go on because of what was written; `exitCode` 2 is "wrong use or configuration". */
export class ConfigurationError extends Error {
  readonly exitCode = 2;
  /** What cannot go on; the problems say why. */
  readonly summary: string;
  readonly problems: readonly Problem[];

  constructor(summary: string, problems: readonly Problem[] = []) {
    super(problems.length === 0 ? summary : `${summary}\n${problemsText(problems)}`);
    this.name = "ConfigurationError";
    this.summary = summary;
    this.problems = problems;
  }
}
