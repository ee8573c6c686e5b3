import { readableDuration } from "../model/units.ts";
import type { AlertQuality, Concern, QualityReport } from "./report.ts";

/** The page of a quarterly review, as Markdown: numbers, what to decide, and what nobody could judge. Ends with a newline. */
export function qualityPage({ stack, from, to, alerts, notJudged, problems }: QualityReport): string {
  const open = alerts.filter(({ concerns }) => concerns.length > 0);
  return `${[
    `# Review of the alerts${stack === null ? "" : ` of ${stack}`}, ${from.slice(0, 10)} to ${to.slice(0, 10)}`,
    `${alerts.length} alerts judged on what was measured, as they are defined now. ${open.length} to decide about, ${notJudged.length} not judged.`,
    ...(problems.length === 0
      ? []
      : [
          section(
            "Not complete",
            problems.map((one) => `- ${escaped(one)}`),
          ),
        ]),
    section("To decide", open.length === 0 ? ["Nothing."] : open.flatMap(decision)),
    section("Numbers", numbers(alerts)),
    section(
      "Not judged",
      notJudged.length === 0
        ? ["None."]
        : notJudged.map(({ definition, reason }) => `- ${definition}: ${escaped(reason)}`),
    ),
  ].join("\n\n")}\n`;
}

const section = (title: string, lines: readonly string[]): string => [`## ${title}`, "", ...lines].join("\n");

function numbers(alerts: readonly AlertQuality[]): string[] {
  const rows = alerts.map(({ definition, severity, fires, perWeek, quick, night, longestMs }) => {
    const longest = fires === 0 ? "" : readableDuration(Math.round(longestMs / 1000));
    return `| ${[definition, severity, fires, perWeek, quick, night, longest].join(" | ")} |`;
  });
  return [
    "| alert | severity | fired | a week | over in 10 min | at night | longest |",
    "| --- | --- | --- | --- | --- | --- | --- |",
    ...rows,
  ];
}

function decision(one: AlertQuality): string[] {
  return [
    `- [ ] **${one.definition}** (${one.owner}): ${one.concerns.map((concern) => sentences[concern](one)).join(" ")}`,
    ...(one.others.length === 0 || one.fires === 0
      ? []
      : [
          `  Other thresholds: ${one.others.map(({ critical, fires }) => `${Number(critical.toPrecision(4))} would have fired ${times(fires)}`).join(", ")}.`,
        ]),
  ];
}

const times = (count: number): string => (count === 1 ? "once" : count === 0 ? "never" : `${count} times`);

const sentences: Readonly<Record<Concern, (one: AlertQuality) => string>> = {
  "never-fired": () => "It never fired. Does a drill prove that it would? If nobody needs it, remove it.",
  "too-often": ({ fires, perWeek }) =>
    `It fired ${times(fires)}, ${perWeek} a week. Raise the threshold, or repair what makes it fire.`,
  "recovers-alone": ({ quick, fires }) =>
    `${quick} of ${fires} were over within 10 min, before anybody could act. Lengthen the window.`,
  "at-night": ({ night, owner, timeZone }) =>
    `It woke ${owner} ${times(night)} between 22:00 and 7:00 (${timeZone}). Was that worth it each time?`,
  muted: ({ muted }) =>
    `It is muted${muted?.since ? ` since ${muted.since.slice(0, 10)}` : ""}${muted?.until ? ` until ${muted.until.slice(0, 10)}` : ", without an end"}: ${escaped(muted?.reason ?? "")}.`,
};

/** Text of vendors and people: on one line, and nothing in it is Markdown. */
const escaped = (text: string): string => text.replace(/\s+/g, " ").replace(/[\\`*_[\]<>|]/g, "\\$&");
