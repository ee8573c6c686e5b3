/** Every message that an error of ours carries, found in the sources by the compiler's own parser. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { root } from "./pages.ts";

export interface Message {
  /** File and line. */
  at: string;
  /** The class that is constructed: `UsageError`. */
  error: string;
  /** As it is printed, `…` for each part that differs from run to run. */
  text: string;
}

const rooms = ["packages/tocsin/src", "packages/tocsin/bin", "packages/probe/src", "tools"];

const sources = rooms.flatMap((room) =>
  readdirSync(join(root, room), { recursive: true, encoding: "utf8" })
    .filter((file) => /\.(ts|mjs)$/.test(file) && !(room === "tools" && /^(test|bench)\//.test(file)))
    .map((file) => {
      const path = join(room, file);
      return ts.createSourceFile(path, readFileSync(join(root, path), "utf8"), ts.ScriptTarget.Latest, true);
    }),
);

const gap = "…";
/** Gaps side by side are one. */
const tidy = (text: string): string =>
  text
    .replace(/\s+/g, " ")
    .replace(/…(?:\s?…)+/g, gap)
    .trim();

/** Each text that an expression can be; branches of a condition are messages of their own. */
function textsOf(node: ts.Node): string[] {
  if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) return [node.text];
  if (ts.isTemplateExpression(node))
    return [node.head.text + node.templateSpans.map((span) => gap + span.literal.text).join("")];
  if (ts.isParenthesizedExpression(node)) return textsOf(node.expression);
  if (ts.isConditionalExpression(node)) return [...textsOf(node.whenTrue), ...textsOf(node.whenFalse)];
  if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.PlusToken) {
    const right = textsOf(node.right);
    return textsOf(node.left).flatMap((left) => right.map((one) => left + one));
  }
  if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.QuestionQuestionToken)
    return [...textsOf(node.left), ...textsOf(node.right)];
  return [gap];
}

/** Names of all classes of ours that are errors, their heirs included. */
function errorClasses(): Set<string> {
  const names = new Set(["Error", "TypeError", "RangeError", "pulumi.RunError"]);
  const heirs: [string, string][] = [];
  const look = (node: ts.Node): void => {
    if (ts.isClassDeclaration(node) && node.name !== undefined) {
      const parent = node.heritageClauses?.find(({ token }) => token === ts.SyntaxKind.ExtendsKeyword)?.types[0];
      if (parent !== undefined) heirs.push([node.name.text, parent.expression.getText()]);
    }
    ts.forEachChild(node, look);
  };
  sources.forEach(look);
  for (let before = -1; before !== names.size; ) {
    before = names.size;
    for (const [name, parent] of heirs) if (names.has(parent)) names.add(name);
  }
  return names;
}

/** What judges evidence and says why, in sentences that no error carries. */
const judging = ["packages/tocsin/src/gate/evidence.ts", "packages/tocsin/src/gate/gate.ts"];
const isSentence = (text: string): boolean => /^[A-Z].* .*(?:\.|\. …)$/.test(text);

/** Every message, in the order of the files. */
export function messages(): Message[] {
  const classes = errorClasses();
  return sources.flatMap((source) => {
    const found: Message[] = [];
    const look = (node: ts.Node): void => {
      if (
        judging.includes(source.fileName) &&
        (ts.isStringLiteral(node) || ts.isTemplateExpression(node) || ts.isNoSubstitutionTemplateLiteral(node))
      ) {
        const line = source.getLineAndCharacterOfPosition(node.getStart()).line + 1;
        for (const text of textsOf(node).map(tidy).filter(isSentence))
          found.push({ at: `${source.fileName}:${line}`, error: "refusal", text });
      }
      const isSuper = ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.SuperKeyword;
      if ((ts.isNewExpression(node) && classes.has(node.expression.getText())) || isSuper) {
        const error = isSuper ? "super" : node.expression.getText();
        const line = source.getLineAndCharacterOfPosition(node.getStart()).line + 1;
        for (const text of (node.arguments ?? []).slice(0, 2).flatMap(textsOf).map(tidy))
          if (/[a-z]{2} /i.test(text)) found.push({ at: `${source.fileName}:${line}`, error, text });
      }
      ts.forEachChild(node, look);
    };
    look(source);
    return found;
  });
}
