import type { createColors } from "picocolors";
import type { DoctorLine } from "../vendors/doctor-line.ts";
import { byCause } from "../vendors/http/failures.ts";
import { inSentence } from "../vendors/in-sentence.ts";
import { printable } from "../verify/render.ts";
import type { DoctorReport } from "./report.ts";

type Colors = ReturnType<typeof createColors>;

const order: readonly DoctorLine["verdict"][] = ["wrong", "unknown", "left-out", "ok"];

/** The report for people, area by area, what is to be done last. Ends with a newline. */
export function renderDoctor({ stack, lines }: DoctorReport, colors: Colors): string {
  const paint = { ok: colors.green, wrong: colors.red, unknown: colors.magenta, "left-out": colors.yellow };
  const areas = [...new Set(lines.map(({ area }) => area))];
  const blocks = areas.flatMap((area) => {
    const own = shorter(lines.filter((line) => line.area === area));
    const width = Math.max(0, ...own.map(({ what }) => what.length));
    return [
      colors.bold(area),
      ...own.map(
        ({ verdict, what, found }) =>
          `  ${paint[verdict](verdict.padEnd(8))}  ${printable(what).padEnd(width)}  ${printable(found)}`,
      ),
    ];
  });
  // Several lines may ask for the same.
  const todo = [
    ...new Set(lines.flatMap(({ verdict, remedy }) => (verdict === "ok" || remedy === null ? [] : [remedy]))),
  ];
  const counted = order.map((verdict) => [verdict, lines.filter((line) => line.verdict === verdict).length] as const);
  const told = counted.filter(([, count]) => count > 0).map(([verdict, count]) => `${count} ${verdict}`);
  const steps =
    todo.length === 0 ? [] : ["", colors.bold("To do"), ...todo.map((text, n) => `  ${n + 1}. ${printable(text)}`)];
  return `${[...blocks, ...steps, "", `${stack}: ${told.join(", ")}.`].join("\n")}\n`;
}

/** A vendor that is away fails every question: one line, which names them. The report itself has each. */
const shorter = (lines: readonly DoctorLine[]): DoctorLine[] =>
  byCause(lines, (all, first) => {
    const unknown = all.map(({ what }) => inSentence(what)).join("; ");
    return { ...first, what: `${all.length} questions`, found: `${first.cause} Not known: ${unknown}.` };
  });
