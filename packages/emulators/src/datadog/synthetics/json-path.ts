/** A step of a path: the name of a member, the index of an element, or all of them. */
type Step = string | number | { all: true };

/** A path that is not understood. */
export class JsonPathError extends Error {}

const STEP = /\.([\w$-]+)|\.(\*)|\[\s*(-?\d+)\s*\]|\[\s*\*\s*\]|\[\s*'([^']*)'\s*\]|\[\s*"([^"]*)"\s*\]/y;

/**
 * Parses `$.a.b[0]['c'].*`; filters and recursive descent are not known.
 *
 * @throws JsonPathError for anything else
 */
export function parseJsonPath(path: string): Step[] {
  const pattern = new RegExp(STEP.source, "y");
  pattern.lastIndex = path.startsWith("$") ? 1 : 0;
  const text = path.startsWith("$") ? path : `.${path}`;
  const steps: Step[] = [];
  while (pattern.lastIndex < text.length) {
    const match = pattern.exec(text);
    if (match === null) throw new JsonPathError(`the JSON path '${path}' is not understood`);
    const [whole, member, , index, single, double] = match;
    const name = member ?? single ?? double;
    if (name !== undefined) steps.push(name);
    else if (index !== undefined) steps.push(Number(index));
    else if (whole.includes("*")) steps.push({ all: true });
  }
  return steps;
}

/** Everything that a path finds in a JSON value. */
export function findAll(value: unknown, path: string): unknown[] {
  return parseJsonPath(path).reduce<unknown[]>((found, step) => found.flatMap((each) => children(each, step)), [value]);
}

function children(value: unknown, step: Step): unknown[] {
  if (typeof value !== "object" || value === null) return [];
  if (typeof step === "object") return Object.values(value);
  if (Array.isArray(value)) {
    const found: unknown = typeof step === "number" ? value.at(step) : undefined;
    return found === undefined ? [] : [found];
  }
  return Object.hasOwn(value, step) ? [Reflect.get(value, step)] : [];
}
