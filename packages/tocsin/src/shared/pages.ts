import { existsSync } from "node:fs";
import path from "node:path";
import { packageFolder } from "./package-folder.mjs";

/** Pages of the tool's documentation as our messages name them: by their place in its repository. */
const page = /\bdocs\/(?:tutorials|how-to|reference|explanation|rules)\/[\w-]+\.md\b/g;

/**
 * Names pages of the documentation by where this project has them. The package `tocsin` brings them along, so a team that
 * installed it reads those of its version, without a network.
 *
 * @param text such as `Correct the test; docs/how-to/testing-alerts.md has the form.`
 * @param root the project's folder
 * @returns the text, with `node_modules/tocsin/docs/how-to/testing-alerts.md` where that file is
 */
export function withPages(text: string, root: string): string {
  return text.replace(page, (named) => whereIs(named, root) ?? named);
}

function whereIs(named: string, root: string): string | undefined {
  // The link of a package manager is shorter than the folder that it leads to.
  const installed = path.posix.join("node_modules/tocsin", named);
  const places = [named, installed, path.relative(root, path.join(packageFolder(), named))];
  return places.find((place) => existsSync(path.resolve(root, place)));
}
