/** One rule of a grok parser, compiled. */
export interface GrokRule {
  pattern: RegExp;
  /**
   * What each capture `g0`, `g1`, ... is written to, as a dotted path; `scale` is what a number is multiplied by, null for
   * text.
   */
  fields: { path: string; scale: number | null }[];
}

/** A rule that this emulator does not understand. */
export class GrokError extends Error {}

/** Matchers with their patterns (docs: Log Configuration > Parsing > Matchers). */
const MATCHERS: Readonly<Record<string, { source: string; numeric: boolean }>> = {
  integer: { source: "[-+]?\\d+", numeric: true },
  number: { source: "[-+]?\\d+(?:\\.\\d+)?", numeric: true },
  word: { source: "\\b\\w+\\b", numeric: false },
  notSpace: { source: "[^ ]+", numeric: false },
  data: { source: ".*", numeric: false },
};

/**
 * Compiles `match_rules`: a rule a line, its name first. What stands between matchers is a regular expression, and a rule
 * matches a whole text.
 *
 * @throws GrokError for matchers, filters and expressions that are not understood; nothing is skipped
 */
export function compileGrok(matchRules: string): GrokRule[] {
  const lines = matchRules
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("#"));
  return lines.map((line) => {
    const rule = /^[\w-]+\s+(.+)$/.exec(line)?.[1];
    if (rule === undefined) throw new GrokError(`the rule '${line}' lacks a name or a pattern`);
    return compileRule(rule);
  });
}

/** `%{matcher("argument"):attribute:filter}`, the argument, the attribute and the filter optional. */
const TOKEN = /%\{\s*(\w+)(?:\("((?:[^"\\]|\\.)*)"\))?(?::([^:}]*))?(:[^}]*)?\}/g;

function compileRule(rule: string): GrokRule {
  const fields: GrokRule["fields"] = [];
  let source = "";
  let end = 0;
  for (const match of rule.matchAll(TOKEN)) {
    const [text, name = "", argument, path = "", filter] = match;
    source += literal(rule.slice(end, match.index));
    end = match.index + text.length;
    const matcher = matcherOf(name, argument);
    const factor = /^:scale\((\d+(?:\.\d+)?)\)$/.exec(filter ?? "")?.[1];
    if (filter !== undefined && (factor === undefined || !matcher.numeric))
      throw new GrokError(`the filter '${filter.slice(1)}' in '${text}' is not known`);
    if (path === "") {
      source += `(?:${matcher.source})`;
    } else {
      source += `(?<g${fields.length}>${matcher.source})`;
      fields.push({ path, scale: matcher.numeric ? Number(factor ?? 1) : null });
    }
  }
  source += literal(rule.slice(end));
  try {
    return { pattern: new RegExp(`^(?:${source})$`, "s"), fields };
  } catch {
    throw new GrokError(`'${rule}' is not a regular expression between its matchers`);
  }
}

function literal(text: string): string {
  if (text.includes("%{")) throw new GrokError(`'${text}' holds a matcher that is not written as %{name:attribute}`);
  return text;
}

function matcherOf(name: string, argument: string | undefined): { source: string; numeric: boolean } {
  if (name === "regex" && argument !== undefined) return { source: argument.replaceAll('\\"', '"'), numeric: false };
  const matcher = Object.hasOwn(MATCHERS, name) && argument === undefined ? MATCHERS[name] : undefined;
  if (matcher === undefined) throw new GrokError(`the matcher '${name}' is not known`);
  return matcher;
}

/** What the first rule that matches finds in a text, by dotted path; null when none does. */
export function parseWithGrok(rules: readonly GrokRule[], text: string): Map<string, string | number> | null {
  for (const { pattern, fields } of rules) {
    const groups = pattern.exec(text)?.groups;
    if (groups === undefined && !pattern.test(text)) continue;
    return new Map(
      fields.flatMap(({ path, scale }, index): [string, string | number][] => {
        const value = groups?.[`g${index}`];
        // A part of the rule that may be absent leaves nothing.
        if (value === undefined) return [];
        return [[path, scale === null ? value : Number(value) * scale]];
      }),
    );
  }
  return null;
}
