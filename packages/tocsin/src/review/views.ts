import { type Draft, draft } from "./change.ts";
import type { ObjectPair } from "./objects.ts";
import { valueText } from "./words.ts";

/**
 * What changes in a dashboard or an objective, in words of their own: they fire nobody, and a dashboard is drawn from the
 * alerts, so that each change of one moves places in it that nobody wants to read. Null for any other object, and for what is
 * not simply updated.
 */
export function viewChanges({ change, before, after }: ObjectPair): Draft[] | null {
  const { kind, name, vendor, action, differences } = change;
  if (action !== "update" || before === null || after === null) return null;
  const place = (path: string) => `${vendor} ${kind} ${name}: ${path}`;
  const called = change.definition ?? name;
  if (kind === "dashboard") {
    if (differences.length === 0) return [];
    const text = `The dashboard ${called} is drawn anew.`;
    return [
      draft(
        "text",
        text,
        differences.map(({ path }) => place(path)),
      ),
    ];
  }
  if (kind !== "slo") return null;
  return differences.map(({ path, before: was, after: is }): Draft => {
    const paths = [place(path)];
    const own = /^thresholds\.\d+\.(target|warning)$/.exec(path)?.[1];
    const [old, now] = [shareOf(was), shareOf(is)];
    if (own === undefined || old === null || now === null) {
      const text = prose.test(path)
        ? `The objective ${called} has other words.`
        : `The objective ${called} changes: ${path} is ${valueText(is)} instead of ${valueText(was)}.`;
      return draft(prose.test(path) ? "text" : "settings", text, paths);
    }
    const verb = own === "target" ? "promises" : "warns below";
    const text = `The objective ${called} ${verb} ${now} % instead of ${old} %.`;
    return draft(now < old ? "loosened" : "tightened", text, paths, { effect: "other" });
  });
}

const prose = /^(name|description)$/;

const shareOf = (value: unknown): number | null => (typeof value === "number" ? value : null);
