import type { LeftAlone } from "../vendors/verbatim-alert.ts";
import { printable } from "../verify/render.ts";

/** At most so many reasons are told one by one. */
const mostNamed = 20;

/**
 * What a drill leaves out: alerts that are imported verbatim and cannot be made to fire, each with its reason. Null where there is none.
 *
 * @example
 * 1 alert that is imported verbatim is not exercised:
 *   shop/load: its message notifies @pagerduty-shop, which may wake somebody: ...
 */
export function notExercised(left: readonly LeftAlone[]): string | null {
  if (left.length === 0) return null;
  const what =
    left.length === 1 ? "1 alert that is imported verbatim is" : `${left.length} alerts that are imported verbatim are`;
  const sorted = left.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const lines = sorted.slice(0, mostNamed).map(({ id, reason }) => `  ${id}: ${printable(reason)}`);
  const more = left.length > mostNamed ? [`  And ${left.length - mostNamed} more.`] : [];
  return [`${what} not exercised:`, ...lines, ...more].join("\n");
}
