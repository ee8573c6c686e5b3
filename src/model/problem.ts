/**
 * Something wrong in what a team wrote, as a value: collected everywhere, printed once, sorted. The same shape serves
 * loading, stack files and lint.
 */
export interface Problem {
  /** Stable id, e.g. `model/warning-side`. */
  rule: string;
  severity: "error" | "warning";
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
export function sortProblems(problems: readonly Problem[]): Problem[] {
  const key = (p: Problem) =>
    `${p.file ?? ""}\u0000${String(p.line ?? 0).padStart(8, "0")}\u0000${p.rule}\u0000${p.message}`;
  return [...problems].sort((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0));
}

/** One problem as plain text: place, what, and what to do. */
export function problemText(problem: Problem): string {
  const place = problem.file ? `${problem.file}${problem.line ? `:${problem.line}` : ""}: ` : "";
  const who = problem.definition ? `${problem.definition}: ` : "";
  return `${place}${problem.severity}: ${who}${problem.message}\n    ${problem.remedy}  [${problem.rule}]`;
}

/** Thrown when a command cannot go on because of what was written; `exitCode` 2 is "wrong use or configuration". */
export class ConfigurationError extends Error {
  readonly exitCode = 2;
  readonly problems: readonly Problem[];

  constructor(summary: string, problems: readonly Problem[] = []) {
    super([summary, ...sortProblems(problems).map(problemText)].join("\n"));
    this.name = "ConfigurationError";
    this.problems = problems;
  }
}
