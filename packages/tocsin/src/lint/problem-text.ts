import type { createColors } from "picocolors";
import { printable } from "../model/printable.ts";
import type { Problem } from "../model/problem.ts";

type Colors = ReturnType<typeof createColors>;

/** The text of a line of a file; null where there is none. */
export type SourceLine = (file: string, line: number) => string | null;

/** A problem, and what lint knows of it besides: where in the line, and where in what is compiled. */
interface Shown extends Problem {
  column?: number | null;
  path?: string | null;
  stacks?: readonly string[];
  docs?: string | null;
}

/** Longest part of a source line that is shown. */
const longestLine = 160;

/** A problem as compilers write it: what is wrong, its line with a mark below the field, and what to do. Ends with a newline. */
export function problemText(problem: Shown, source: SourceLine, colors: Colors): string {
  const { rule, severity, definition, message, remedy, file, line } = problem;
  const { column = null, path = null, docs = null, stacks = [] } = problem;
  const paint = { error: colors.red, warning: colors.yellow, notice: colors.cyan }[severity];
  const who = definition === null ? "" : `${definition}: `;
  const lines = [`${paint(colors.bold(`${severity}[${rule}]`))} ${colors.bold(printable(`${who}${message}`))}`];
  const text = file !== null && line !== null ? source(file, line) : null;
  const width = line === null ? 1 : String(line).length;
  const gutter = (mark: string) => colors.dim(`${" ".repeat(width)} ${mark}`);
  if (file !== null) {
    const place = [file, line, column].filter((part) => part !== null).join(":");
    lines.push(`${colors.dim(`${" ".repeat(width)}-->`)} ${printable(place)}`);
  }
  if (text !== null && line !== null) {
    const shown = printable(text.slice(0, longestLine));
    lines.push(gutter("|"), `${colors.dim(`${line} |`)} ${shown}`, `${gutter("|")} ${paint(mark(text, column))}`);
  }
  if (path !== null) lines.push(`${gutter("=")} in the body: ${printable(path)}${inStacks(stacks)}`);
  lines.push(`${gutter("=")} ${printable(remedy)}`);
  if (docs !== null) lines.push(`${gutter("=")} ${docs}`);
  return `${lines.join("\n")}\n`;
}

const inStacks = (stacks: readonly string[]): string => (stacks.length === 0 ? "" : ` (stack ${stacks.join(", ")})`);

/** `^^^^` below the field: up to the end of its value, as far as that stands on the line. */
function mark(text: string, column: number | null): string {
  const start = (column ?? text.length - text.trimStart().length + 1) - 1;
  const end = Math.min(text.replace(/[\s,]+$/, "").length, longestLine);
  // A tab is printed as one space, so one character stands below each.
  return `${" ".repeat(start)}${"^".repeat(Math.max(1, end - start))}`;
}
