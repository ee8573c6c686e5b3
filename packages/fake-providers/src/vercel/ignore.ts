/** What the official plugin never deploys, besides what a `.vercelignore` names (5.4.1). */
export const DEFAULT_IGNORES: readonly string[] = [
  ".hg",
  ".git",
  ".gitmodules",
  ".svn",
  ".cache",
  ".next",
  ".now",
  ".vercel",
  ".npmignore",
  ".dockerignore",
  ".gitignore",
  ".*.swp",
  ".DS_Store",
  ".wafpicke-*",
  ".lock-wscript",
  ".env.local",
  ".env.*.local",
  ".venv",
  "npm-debug.log",
  "config.gypi",
  "node_modules",
  "__pycache__",
  "venv",
  "CVS",
  ".vercel_build_output",
  ".terraform*",
  "*.tfstate",
  "*.tfstate.backup",
];

/**
 * A test of paths against lines as in a `.gitignore`; the last line that matches decides, `!` takes back. The whole path is
 * looked at, as the official plugin does: a project below a folder named `.cache` has no files at all.
 */
export function ignoring(lines: readonly string[]): (path: string) => boolean {
  const rules = lines.flatMap((line) => {
    const text = line.trim();
    if (text === "" || text.startsWith("#")) return [];
    const isTakenBack = text.startsWith("!");
    return [{ ignores: !isTakenBack, pattern: patternOf(isTakenBack ? text.slice(1) : text) }];
  });
  return (path) => {
    const name = path.replaceAll("\\", "/");
    return rules.findLast(({ pattern }) => pattern.test(name))?.ignores ?? false;
  };
}

/** `*` and `?` stay within a name, `**` does not; a leading slash ties the line to the start of the path. */
function patternOf(line: string): RegExp {
  const isAnchored = line.startsWith("/");
  const body = line.replace(/^\/|\/$/g, "");
  const source = body
    .split(/(\*\*\/|\/\*\*|\*|\?)/)
    .map((part) => {
      if (part === "**/") return "(?:.*/)?";
      if (part === "/**") return "/.*";
      if (part === "*") return "[^/]*";
      if (part === "?") return "[^/]";
      return part.replace(/[.+^${}()|[\]\\]/g, "\\$&");
    })
    .join("");
  return new RegExp(`${isAnchored ? "^/?" : "(?:^|/)"}${source}(?:/|$)`);
}
