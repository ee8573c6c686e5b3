import { groupBy } from "../vendors/live.ts";
import type { Change } from "./change.ts";
import { costText } from "./cost.ts";
import { fenced, inline } from "./escape.ts";
import { commentLimit, fitted, type Section } from "./fit.ts";
import type { ObjectChange } from "./objects.ts";
import type { Review } from "./report.ts";
import {
  behaviourText,
  namesInARow,
  type ObjectRow,
  objectRows,
  type ProblemRow,
  placeText,
  problemRows,
  type Row,
  rowsOf,
  spanText,
  verdict,
} from "./table.ts";
import { count } from "./words.ts";

/** First line of the comment, by which the next review of the same stack finds it and takes its place. */
const marker = (stack: string): string => `<!-- tocsin-review:${stack} -->`;

export interface MarkdownOptions {
  /** Where the whole review stands when the comment cannot hold it. */
  wholeAt?: string | undefined;
}

/** The review as one comment. It ends with a newline. */
export function markdown(review: Review, { wholeAt }: MarkdownOptions = {}): string {
  const elsewhere = wholeAt === undefined ? "`tocsin review --html FILE` shows all of it" : `All of it: ${wholeAt}`;
  const compared = review.base !== null;
  const head = [
    marker(review.stack),
    `### Alerts of ${inline(review.stack)}`,
    "",
    `**${inline(verdict(review.changes, review.stack, compared))}**`,
    "",
    compare(review),
    ...review.unknown.map((text) => `\n> **Could not tell:** ${inline(text)}`),
    ...review.notes.map((text) => `\n> ${inline(text)}`),
    "",
  ].join("\n");
  const changes = rowsOf(review.changes);
  const name = named(review);
  const weighty = changes.filter(({ change }) => change.weight !== "minor");
  const minor = changes.filter(({ change }) => change.weight === "minor");
  const left = (what: string) => (n: number, shown: number) =>
    `\n${shown === 0 ? "" : "And "}${n} ${shown === 0 ? "" : "more "}${n === 1 ? what : `${what}s`} that this comment has no room for. ${elsewhere}.\n`;
  const sections: Section[] = [
    table(weighty, name, left("change")),
    backtestSection(review, left("backtest")),
    costSection(review, left("cost")),
    lintSection(review, left("problem")),
    folded(
      `Text only (${minor.length})`,
      minor.map((row) => rowItem(row, name)),
      left("text"),
    ),
    glassSection(review, left("alert")),
    unprovenSection(review, left("alert")),
    folded(objectsTitle(review.objects), objectRows(review.objects).map(objectBlock), left("object"), "\n\n"),
  ];
  return `${head}${fitted(sections, commentLimit - head.length)}`;
}

function compare({ base, head }: Review): string {
  const side = ({ name, commit, definitions, objects }: Review["head"]) =>
    `${inline(name)}${commit === null || commit.startsWith(name) ? "" : ` (${commit.slice(0, 10)})`}: ${count(definitions, "definition")}, ${count(objects, "resource")}`;
  return base === null ? `Head ${side(head)}.` : `Base ${side(base)}. Head ${side(head)}.`;
}

/** An alert's id, as a link to the line that it stands on where that is known. */
type Named = (id: string) => string;

function named({ places }: Review): Named {
  return (id) => {
    const url = places[id]?.url ?? null;
    return url === null ? inline(id) : `[${inline(id)}](${url})`;
  };
}

function table(rows: readonly Row[], name: Named, rest: Section["rest"]): Section {
  return {
    head: "\n| | Alert | What changes |\n| --- | --- | --- |\n",
    blocks: rows.map(
      ({ change, definitions }) => `| ${weightText(change)} | ${who(change, definitions, name)} | ${what(change)} |`,
    ),
    separator: "\n",
    tail: "\n",
    rest,
  };
}

const weightText = ({ weight }: Change): string => (weight === "dangerous" ? "**DANGEROUS**" : weight);

function who({ severity }: Change, ids: readonly string[], name: Named): string {
  if (ids.length === 0) return "(shared)";
  const shown = ids.slice(0, namesInARow).map(name).join("<br>");
  const more = ids.length > namesInARow ? `<br>and ${ids.length - namesInARow} more` : "";
  return `${shown}${more}${severity === null ? "" : `<br>${inline(severity)}`}`;
}

function what({ kind, text, danger }: Change): string {
  const loud = kind === "removed" || kind === "re-created" || kind === "muted" ? kind.toUpperCase() : kind;
  return `**${loud}**: ${inline(text)}${danger === null ? "" : `<br>_Dangerous: ${inline(danger)}._`}`;
}

const rowItem = ({ change, definitions }: Row, name: Named): string =>
  `- ${someOf(definitions, name) || "(shared)"}: ${inline(change.text)}`;

/** The first names, and how many more there are. */
function someOf(names: readonly string[], name: Named): string {
  const shown = names.slice(0, namesInARow).map(name).join(", ");
  return names.length > namesInARow ? `${shown} and ${names.length - namesInARow} more` : shown;
}

function folded(title: string, blocks: readonly string[], rest: Section["rest"], separator = "\n"): Section {
  return {
    head: `\n<details><summary>${title}</summary>\n\n`,
    blocks,
    separator,
    tail: "\n\n</details>\n",
    rest,
  };
}

function backtestSection(review: Review, rest: Section["rest"]): Section {
  const { backtests } = review;
  const name = named(review);
  const rows = (backtests?.definitions ?? []).map(
    ({ definition, before, after, notes }) =>
      `| ${name(definition)} | ${before === null ? "new" : inline(behaviourText(before))} | ${inline(behaviourText(after))}${notes.length > 0 ? `<br>_${inline(notes.join(" "))}_` : ""} |`,
  );
  const length = backtests === null ? "" : spanText(backtests);
  return {
    head: `\n**Backtest over ${length}**\n\n| Alert | so far | with this change |\n| --- | --- | --- |\n`,
    blocks: rows,
    separator: "\n",
    tail: "\n",
    rest,
  };
}

function costSection({ cost }: Review, rest: Section["rest"]): Section {
  const items = cost.map((one) => `- ${inline(costText(one))}`);
  return { head: "\n**Cost**\n\n", blocks: items, separator: "\n", tail: "\n", rest };
}

function lintSection(review: Review, rest: Section["rest"]): Section {
  const name = named(review);
  const items = problemRows(review.lint?.new ?? []).map((row: ProblemRow) => {
    const { rule, severity, message, remedy } = row.problem;
    const subject = row.definitions.length === 0 ? "" : `${someOf(row.definitions, name)}: `;
    return `- **${inline(severity)}** ${subject}${inline(`${message}${placeText(row)}. ${remedy} [${rule}]`)}`;
  });
  return { head: "\n**New in lint**\n\n", blocks: items, separator: "\n", tail: "\n", rest };
}

function glassSection(review: Review, rest: Section["rest"]): Section {
  const name = named(review);
  const items = (review.breakGlass ?? []).map(
    ({ definition, reason, at }) => `- ${name(definition)} since ${at.slice(0, 10)}: ${inline(reason)}`,
  );
  return {
    head: "\n**Runs under a break-glass override, unproven in staging**\n\n",
    blocks: items,
    separator: "\n",
    tail: "\n",
    rest,
  };
}

function unprovenSection(review: Review, rest: Section["rest"]): Section {
  const name = named(review);
  const items = review.unproven.map((id) => `- ${name(id)}`);
  const title = `Unproven in staging as it now is: the gate asks for a drill (${items.length})`;
  return folded(title, items, rest);
}

const actionWords: Record<ObjectChange["action"], string> = {
  create: "created",
  update: "updated",
  replace: "REPLACED",
  delete: "DELETED",
  rename: "renamed in the state",
};

function objectsTitle(objects: readonly ObjectChange[]): string {
  const actions = groupBy(objects, ({ action }) => action);
  const counts = [...actions].map(([action, group]) => `${group.length} ${actionWords[action]}`);
  return `Resources at the vendors: ${counts.join(", ")}`;
}

function objectBlock({ object, names, diff }: ObjectRow): string {
  const { action, vendor, kind, costs } = object;
  const what = `${vendor} ${kind} ${someOf(names, String)}`;
  return [
    `**${actionWords[action]}** ${inline(what)}${costs.length > 0 ? `: ${inline(costs.join("; "))}` : ""}`,
    ...(diff === "" ? [] : ["", fenced(diff, "diff")]),
  ].join("\n");
}
