/** A place inside a resource's properties, outermost step first: property names as strings, array indexes as numbers. */
export type Path = readonly (string | number)[];

/**
 * A path as the engine writes and reads it: `conditionGroup.conditions[0].type`; names that are no plain identifiers stand
 * in brackets and quotes: `headers["x-token"]`.
 */
export function formatPath(path: Path): string {
  let text = "";
  for (const step of path) {
    if (typeof step === "number") text += `[${step}]`;
    else if (/^[A-Za-z_$][\w$]*$/.test(step)) text += text === "" ? step : `.${step}`;
    else text += `["${step.replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"]`;
  }
  return text;
}

/** True when `inner` is `outer` itself or lies inside it. */
export function isWithin(outer: Path, inner: Path): boolean {
  return outer.length <= inner.length && outer.every((step, index) => step === inner[index]);
}

/** True when one of the paths, as text, is the given one, holds it, or lies inside it. */
export function touches(paths: Iterable<string>, path: string): boolean {
  const holds = (outer: string, inner: string) =>
    inner === outer || (inner.startsWith(outer) && (inner[outer.length] === "." || inner[outer.length] === "["));
  for (const other of paths) if (holds(other, path) || holds(path, other)) return true;
  return false;
}
