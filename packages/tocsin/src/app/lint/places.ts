import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { UnplacedProblem } from "../../lint/lint.ts";
import type { Loaded } from "../../project/definitions.ts";
import { fieldPlace } from "../../project/load/place.ts";

/** Where something stands: a path from the project's root, and 1-based numbers; null where the whole file is meant. */
export interface Spot {
  file: string | null;
  line: number | null;
  column: number | null;
}

const nowhere: Spot = { file: null, line: null, column: null };

/** Finds places of findings in the files that they were written in; each file is read once. */
export class Places {
  readonly #root: string;
  readonly #loaded: Pick<Loaded, "places" | "routePlaces">;
  readonly #sources = new Map<string, string[]>();

  constructor(root: string, loaded: Pick<Loaded, "places" | "routePlaces">) {
    this.#root = root;
    this.#loaded = loaded;
  }

  of(finding: UnplacedProblem): Spot {
    if (finding.in !== null && finding.in !== undefined) {
      return "route" in finding.in ? this.#route(finding.in.route) : this.#key(finding.in.file, finding.in.key);
    }
    if (finding.definition === null) return nowhere;
    const place = this.#loaded.places.get(finding.definition)?.() ?? null;
    if (place === null) return nowhere;
    const { file, line } = fieldPlace(place, finding.at ?? "id", this.#root, this.#sources);
    return { file, line, column: this.#column(file, line, finding.at ?? "id") };
  }

  /** A line of a file, to be shown. */
  line = (file: string, line: number): string | null => this.#lines(file)[line - 1] ?? null;

  #route(name: string): Spot {
    const place = this.#loaded.routePlaces.get(name)?.() ?? null;
    return place === null ? nowhere : { ...place, column: this.#column(place.file, place.line, "name") };
  }

  /** A key of a YAML file; a number is a line. */
  #key(file: string, key: string): Spot {
    if (/^\d+$/.test(key)) return { file, line: Number(key), column: null };
    const lines = this.#lines(file);
    const pattern = new RegExp(`(^|[\\s{,:])${key.replace(/\W/g, "\\$&")}:`);
    const index = lines.findIndex((line) => pattern.test(line));
    if (index === -1) return { file, line: null, column: null };
    return { file, line: index + 1, column: (lines[index]?.indexOf(`${key}:`) ?? 0) + 1 };
  }

  /** Where the innermost of the names in a dotted path begins on a line; else where the line's text begins. */
  #column(file: string, line: number, path: string): number | null {
    const text = this.#lines(file)[line - 1];
    if (text === undefined) return null;
    for (const key of path.split(".").reverse()) {
      const found = new RegExp(`\\b${key.replace(/\W/g, "")}\\b\\s*[:(]`).exec(text);
      if (found !== null) return found.index + 1;
    }
    return text.length - text.trimStart().length + 1;
  }

  #lines(file: string): string[] {
    let lines = this.#sources.get(file);
    if (lines === undefined) {
      const path = join(this.#root, file);
      lines = existsSync(path) ? readFileSync(path, "utf8").split("\n") : [];
      this.#sources.set(file, lines);
    }
    return lines;
  }
}
