import type { createColors } from "picocolors";
import { printable } from "../model/printable.ts";
import { problemText, type SourceLine } from "./problem-text.ts";
import type { LintReport } from "./report.ts";

type Colors = ReturnType<typeof createColors>;

/**
 * The report for people: as compilers write it, each problem with its line and a mark below the field. Ends with a newline.
 * @param notices whether they are shown; if not, they are counted, and the last line says where they are
 */
export function render(report: LintReport, source: SourceLine, colors: Colors, { notices = true } = {}): string {
  const { problems, suppressed, notChecked } = report;
  const isShown = ({ severity }: LintReport["problems"][number]) => notices || severity !== "notice";
  const blocks = problems.filter(isShown).map((problem) => problemText(problem, source, colors));
  if (suppressed.length > 0) {
    const rows = suppressed.map(
      ({ rule, definition, subject, until, reason }) =>
        `  ${printable(`${rule} ${definition ?? subject ?? ""} until ${until}: ${reason}`)}`,
    );
    blocks.push(`${colors.bold(`suppressed (${suppressed.length})`)}\n${rows.join("\n")}\n`);
  }
  if (notChecked.length > 0) {
    const rows = notChecked.map((one) => `  ${printable(one)}`);
    blocks.push(`${colors.bold(`not checked (${notChecked.length})`)}\n${rows.join("\n")}\n`);
  }
  const more = problems.every(isShown) ? "" : " `tocsin lint` shows the notices.";
  return `${[...blocks, `${summary(report, colors)}${more}`].join("\n")}\n`;
}

function summary({ definitions, problems, complete, stacks }: LintReport, colors: Colors): string {
  const of = (severity: string, one: string) => {
    const n = problems.filter((problem) => problem.severity === severity).length;
    return n === 0 ? [] : [`${n} ${one}${n === 1 ? "" : "s"}`];
  };
  const counts = [...of("error", "error"), ...of("warning", "warning"), ...of("notice", "notice")];
  const found = counts.length === 0 ? "no problems" : counts.join(", ");
  const where = stacks.length === 0 ? "" : ` (compiled for ${stacks.join(", ")})`;
  const text = `${definitions} definitions${where}, ${found}${complete ? "" : " so far: not everything could be looked at"}.`;
  if (!complete) return colors.red(text);
  return counts.length === 0 ? colors.green(text) : text;
}

/** GitHub's workflow commands, one a problem: they become annotations of the lines of a pull request. */
export function renderForGithub(report: LintReport): string {
  const lines = report.problems.map(({ rule, severity, file, line, column, definition, message, remedy }) => {
    const where: [string, string | number | null][] = [
      ["file", file],
      ["line", line],
      ["col", column],
      ["title", rule],
    ];
    const properties = where.flatMap(([key, value]) => (value === null ? [] : [`${key}=${inProperty(String(value))}`]));
    const who = definition === null ? "" : `${definition}: `;
    return `::${severity} ${properties.join(",")}::${inData(`${printable(`${who}${message}`)}\n${printable(remedy)}`)}`;
  });
  const unread = report.notChecked.map(
    (one) => `::${report.complete ? "notice" : "warning"} title=not checked::${inData(printable(one))}`,
  );
  return [...lines, ...unread].map((line) => `${line}\n`).join("");
}

/** As GitHub's own toolkit escapes them: else a text could end its command and begin another. */
const inData = (text: string): string => text.replace(/%/g, "%25").replace(/\r/g, "%0D").replace(/\n/g, "%0A");
const inProperty = (text: string): string => inData(text).replace(/:/g, "%3A").replace(/,/g, "%2C");
