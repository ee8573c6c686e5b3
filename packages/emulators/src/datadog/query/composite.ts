import type { Scanner } from "./scanner.ts";
import type { CompositeNode, CompositeQuery } from "./types.ts";

/** The vendor's limit for one composite monitor (docs: Monitors > Composite). */
const MOST_PARTS = 10;

/** `123 && (456 || !789)` */
export function parseCompositeQuery(scanner: Scanner): CompositeQuery {
  const node = parseOr(scanner);
  if (!scanner.space().done) scanner.fail("unexpected text in the composite query");
  const parts = monitorIds(node).length;
  if (parts > MOST_PARTS) scanner.fail(`a composite monitor has at most ${MOST_PARTS} parts, not ${parts}`);
  return { kind: "composite", node };
}

function parseOr(scanner: Scanner): CompositeNode {
  let left = parseAnd(scanner);
  while (scanner.space().take("||")) left = { type: "or", left, right: parseAnd(scanner) };
  return left;
}

function parseAnd(scanner: Scanner): CompositeNode {
  let left = parseNot(scanner);
  while (scanner.space().take("&&")) left = { type: "and", left, right: parseNot(scanner) };
  return left;
}

function parseNot(scanner: Scanner): CompositeNode {
  scanner.space();
  if (scanner.take("!")) return { type: "not", operand: parseNot(scanner) };
  if (scanner.take("(")) {
    const inner = parseOr(scanner);
    scanner.space().expect(")");
    return inner;
  }
  return { type: "monitor", id: Number(scanner.need(/\d+/, "a monitor id")) };
}

/** The ids of the monitors that a composite monitor watches. */
export function monitorIds(node: CompositeNode): number[] {
  switch (node.type) {
    case "monitor":
      return [node.id];
    case "not":
      return monitorIds(node.operand);
    case "and":
    case "or":
      return [...monitorIds(node.left), ...monitorIds(node.right)];
  }
}
