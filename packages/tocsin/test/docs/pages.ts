import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

export const root = join(import.meta.dirname, "../../../..");

/** Every page that people read, by its path from the project's folder. */
export const pages: ReadonlyMap<string, string> = new Map(
  [
    ...["README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md"],
    ...["docs", "runbooks"].flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
        .filter((file) => file.endsWith(".md"))
        .map((file) => `${folder}/${file}`)
        .sort(),
    ),
  ].map((file) => [file, readFileSync(join(root, file), "utf8")]),
);

/** A page without its blocks of code. */
const prose = (text: string): string => text.replace(/^( *)(```+)[\s\S]*?^\1\2$/gm, "");

/** Anchors of a page's headings, as GitHub makes them: lower case, no punctuation, spaces as hyphens, numbered when repeated. */
export function anchorsOf(text: string): Set<string> {
  const seen = new Map<string, number>();
  const anchors = [...prose(text).matchAll(/^#{1,6} (.+)$/gm)].map(([, heading = ""]) => {
    const words = heading
      .replace(/\[([^\]]*)\]\([^)]*\)/g, "$1")
      .trim()
      .toLowerCase();
    const slug = words.replace(/[^\p{L}\p{M}\p{N}\p{Pc}\- ]/gu, "").replace(/ /g, "-");
    const before = seen.get(slug) ?? 0;
    seen.set(slug, before + 1);
    return before === 0 ? slug : `${slug}-${before}`;
  });
  return new Set(anchors);
}

/** Where a page links to: `[text](target)` and `<https://...>`. */
export const targetsOf = (text: string): string[] =>
  [...prose(text).matchAll(/\]\(([^)\s]+)\)|<(https?:[^>\s]+)>/g)].map(([, target, bare]) => target ?? bare ?? "");
