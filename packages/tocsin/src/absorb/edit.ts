import type ts from "typescript";
import type { Change } from "./infer.ts";

/** The compiler's own parser, which the project that is edited brings with it. */
export type Parser = Pick<
  typeof ts,
  | "createSourceFile"
  | "forEachChild"
  | "ScriptTarget"
  | "isArrayLiteralExpression"
  | "isCallExpression"
  | "isNumericLiteral"
  | "isObjectLiteralExpression"
  | "isPrefixUnaryExpression"
  | "isPropertyAssignment"
  | "isStringLiteralLike"
>;

/** A part of a text and what takes its place. */
interface Edit {
  start: number;
  end: number;
  text: string;
}

/** Edits that belong together. */
export type Edits = readonly Edit[];

/** The text with the edits; everything between them stays as it is, comments and blanks included. */
export function edited(source: string, edits: Edits): string {
  let [text, from] = ["", 0];
  for (const edit of [...edits].sort((a, b) => a.start - b.start || a.end - b.end)) {
    text += source.slice(from, edit.start) + edit.text;
    from = edit.end;
  }
  return text + source.slice(from);
}

/**
 * Ways to write a change into a file, likelier first: literals that hold the old value, within the call that stands on a line before
 * others; a field that is new in an object of the call; a field that is taken out. Which of them is right is not known here: it is
 * the one with which the definition loads as wanted and nothing else is different.
 *
 * @param line 1-based, of the call that makes the definition
 */
export function candidates(parser: Parser, source: string, line: number, change: Change): Edits[] {
  const file = parser.createSourceFile("definitions.ts", source, parser.ScriptTarget.ESNext, true);
  const start = file.getPositionOfLineAndCharacter(Math.min(line, file.getLineStarts().length) - 1, 0);
  const nodes = allOf(parser, file);
  const call = nodes.find((node) => parser.isCallExpression(node) && node.getStart() >= start);
  const isWithin = (node: ts.Node) => call !== undefined && node.getStart() >= call.getStart() && node.end <= call.end;
  const near = [...nodes.filter(isWithin), ...nodes.filter((node) => !isWithin(node))];
  const key = String(change.path.at(-1));
  if (change.to === undefined) return near.flatMap((node) => removed(parser, node, key));
  const objects = nodes.filter(isWithin).filter(parser.isObjectLiteralExpression);
  const added = objects.flatMap((object) => inserted(object, source, key, change.to));
  if (change.from === undefined) return added;
  const replaced = near.flatMap((node): Edits[] => replacement(parser, node, source, change) ?? []);
  return [...replaced, ...(change.path.length === 1 && typeof change.to === "string" ? added : [])];
}

function allOf(parser: Parser, node: ts.Node): ts.Node[] {
  const children: ts.Node[] = [];
  parser.forEachChild(node, (child) => {
    children.push(child);
  });
  return children.flatMap((child) => [child, ...allOf(parser, child)]);
}

/** How a value of the definition comes out of a literal: as it is, or by a word for a unit. */
const factors = new Set([1, 60, 3600, 86_400, 1000]);

function replacement(parser: Parser, node: ts.Node, source: string, { from, to }: Change): Edits[] | null {
  const whole = (text: string): Edits[] => [[{ start: node.getStart(), end: node.end, text }]];
  if (typeof from === "number" && typeof to === "number") {
    const held = numberOf(parser, node);
    if (held === null) return null;
    const factor = held === 0 || from === 0 ? 1 : Number((from / held).toPrecision(12));
    if (!factors.has(factor) || held * factor !== from) return null;
    return whole(numberText(to / factor, source.slice(node.getStart(), node.end)));
  }
  if (typeof from === "string" && typeof to === "string") {
    if (!parser.isStringLiteralLike(node) || node.text !== from) return null;
    return whole(quoted(to, source[node.getStart()] ?? '"'));
  }
  if (!isTexts(from) || !isTexts(to) || !parser.isArrayLiteralExpression(node)) return null;
  const texts = node.elements.map((element) => (parser.isStringLiteralLike(element) ? element.text : null));
  return texts.join("\0") === from.join("\0") ? [listEdits(node, source, from, to)] : null;
}

const isTexts = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((one) => typeof one === "string");

function numberOf(parser: Parser, node: ts.Node): number | null {
  if (parser.isPrefixUnaryExpression(node) && parser.isNumericLiteral(node.operand)) {
    const sign = node.getText().startsWith("-") ? -1 : 1;
    return sign * Number(node.operand.text);
  }
  const isSigned = parser.isPrefixUnaryExpression(node.parent);
  return parser.isNumericLiteral(node) && !isSigned ? Number(node.text) : null;
}

/** With the underscores of the number before it. */
function numberText(value: number, before: string): string {
  const text = String(Number(value.toPrecision(12)));
  return before.includes("_") ? text.replace(/\B(?=(?:\d{3})+(?!\d))/g, "_") : text;
}

function quoted(text: string, quote: string): string {
  const inner = JSON.stringify(text).slice(1, -1);
  if (quote === '"') return `"${inner}"`;
  const bare = inner.replaceAll('\\"', '"');
  if (quote === "'") return `'${bare.replaceAll("'", "\\'")}'`;
  return `\`${bare.replaceAll("`", "\\`").replaceAll("${", "\\${")}\``;
}

const isOnOneLine = (node: ts.Node, source: string): boolean => !source.slice(node.getStart(), node.end).includes("\n");

/** The blanks before what stands on a line of its own. */
const indentOf = (node: ts.Node, source: string): string => {
  const start = source.lastIndexOf("\n", node.getStart() - 1) + 1;
  return /^\s*/.exec(source.slice(start, node.getStart()))?.[0] ?? "";
};

/** What is new takes the place of what is gone, the rest goes or comes last: comments at what stays, stay. */
function listEdits(list: ts.ArrayLiteralExpression, source: string, from: string[], to: string[]): Edits {
  const { elements } = list;
  const quote = source[elements[0]?.getStart() ?? 0] ?? '"';
  const kept = elements.filter((_, i) => to.includes(from[i] ?? ""));
  const fresh = to.filter((one) => !from.includes(one)).map((one) => quoted(one, quote));
  const gone = elements.filter((element) => !kept.includes(element));
  const swapped = gone.slice(0, fresh.length).map((element, i): Edit => {
    return { start: element.getStart(), end: element.end, text: fresh[i] ?? "" };
  });
  const [cut, more] = [gone.slice(fresh.length), fresh.slice(gone.length)];
  const last = elements.at(-1);
  if (last === undefined || cut.length === elements.length) {
    return [{ start: elements.pos, end: elements.end, text: fresh.join(", ") }];
  }
  const gap = isOnOneLine(list, source) ? ", " : `,\n${indentOf(last, source)}`;
  const added = more.length === 0 ? [] : [{ start: last.end, end: last.end, text: gap + more.join(gap) }];
  return [...swapped, ...cut.map((element) => without(element, elements)), ...added];
}

/** Takes an element with its comma out of a list that has others. */
function without(element: ts.Expression, elements: ts.NodeArray<ts.Expression>): Edit {
  const at = elements.indexOf(element);
  const [before, after] = [elements[at - 1], elements[at + 1]];
  if (after === undefined) return { start: before?.end ?? element.pos, end: element.end, text: "" };
  const start = before === undefined ? element.getStart() : element.pos;
  return { start, end: before === undefined ? after.getStart() : after.pos, text: "" };
}

/** A new last field of an object. */
function inserted(object: ts.ObjectLiteralExpression, source: string, key: string, value: unknown): Edits[] {
  const last = object.properties.at(-1);
  const text = `${key}: ${JSON.stringify(value)}`;
  if (last === undefined) return [[{ start: object.getStart() + 1, end: object.end - 1, text: ` ${text} ` }]];
  if (isOnOneLine(object, source)) return [[{ start: last.end, end: last.end, text: `, ${text}` }]];
  const comma = object.properties.hasTrailingComma ? 1 : 0;
  return [
    [
      comma === 1
        ? { start: last.end + 1, end: last.end + 1, text: `\n${indentOf(last, source)}${text},` }
        : { start: last.end, end: last.end, text: `,\n${indentOf(last, source)}${text}` },
    ],
  ];
}

/** Without the field of a name; the whole of its lines goes where nothing else stands on them. */
function removed(parser: Parser, node: ts.Node, key: string): Edits[] {
  if (!parser.isPropertyAssignment(node) || node.name.getText().replace(/^["']|["']$/g, "") !== key) return [];
  const object = node.parent;
  if (!parser.isObjectLiteralExpression(object)) return [];
  const at = object.properties.indexOf(node);
  const [before, after] = [object.properties[at - 1], object.properties[at + 1]];
  if (after !== undefined) return [[{ start: node.getStart(), end: after.getStart(), text: "" }]];
  const start = before?.end ?? node.pos;
  return [[{ start, end: node.end, text: "" }]];
}
