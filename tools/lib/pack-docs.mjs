import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";

/** What of `docs/` is the tool's: the rest is this team's, and pictures are for the web. */
const folders = ["tutorials", "how-to", "reference", "explanation", "rules"];

/**
 * Puts the pages of the tool into its package. Their links to what is not in the package (code, the team's own pages) become
 * their text.
 *
 * @param {string} docs `docs/` of the repository
 * @param {string} to the folder to write
 */
export function packDocs(docs, to) {
  const pages = [
    ...["README.md", "glossary.md", "limits.md"],
    ...folders.flatMap((folder) => readdirSync(join(docs, folder)).map((name) => `${folder}/${name}`)),
  ].filter((page) => page.endsWith(".md"));
  const shipped = new Set(pages.map((page) => join(docs, page)));
  for (const page of pages) {
    const file = join(docs, page);
    const text = readFileSync(file, "utf8").replace(
      /!?\[([^\]]*)\]\((?![a-z]+:|#)([^)\s#]+)(#[^)\s]*)?\)/g,
      (link, words, target) => {
        const wanted = resolve(dirname(file), target);
        return shipped.has(wanted) || !existsSync(wanted) ? link : words;
      },
    );
    mkdirSync(dirname(join(to, page)), { recursive: true });
    writeFileSync(join(to, page), text);
  }
}
