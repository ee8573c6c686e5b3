import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { SourceMap } from "node:module";
import { dirname, join, relative, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { z } from "zod";
import { type Fault, faultsOf } from "../model/check.ts";
import { type Definition, definitionSchema, type Route, routeSchema } from "../model/definition.ts";
import { type Problem, sortProblems } from "../model/problem.ts";

/** Everything that the definition files say. With problems, `definitions` holds those that have none of their own. */
export interface Loaded {
  definitions: Definition[];
  routes: Route[];
  problems: Problem[];
  /** Where each definition begins, by id. */
  places: Map<string, Place>;
}

export interface Place {
  file: string;
  line: number;
}

/** The folders that a team edits. */
const folders = ["alerts", "synthetics"];

const mark = Symbol.for("tocsin.written");
const markSchema = z.object({ kind: z.enum(["definition", "route"]), at: z.string() });

/** Definition files under `root`, sorted, tests left out. */
export function definitionFiles(root: string): string[] {
  return folders
    .flatMap((folder) => {
      const path = join(root, folder);
      return existsSync(path) ? readdirSync(path, { recursive: true, encoding: "utf8" }).map((f) => join(path, f)) : [];
    })
    .filter((file) => file.endsWith(".ts") && !file.endsWith(".test.ts") && !file.endsWith(".d.ts"))
    .sort();
}

/**
 * Loads all definition files: bundled together in one pass, run once, then judged by the schemas. Every problem is
 * collected with its place; nothing is thrown for what a team wrote.
 */
export async function loadDefinitions(root: string): Promise<Loaded> {
  const files = definitionFiles(root);
  if (files.length === 0) {
    return {
      definitions: [],
      routes: [],
      places: new Map(),
      problems: [
        problemAt(
          null,
          "load/no-files",
          null,
          `there are no definition files in ${folders.map((f) => `${f}/`).join(" or ")}`,
          "Run the command in the project's folder.",
        ),
      ],
    };
  }
  const bundle = await bundled(root, files);
  if ("problems" in bundle) return { definitions: [], routes: [], places: new Map(), problems: bundle.problems };
  let exported: Record<string, unknown>;
  try {
    exported = z.record(z.string(), z.unknown()).parse({ ...(await import(pathToFileURL(bundle.file).href)) });
  } catch (cause) {
    const place = bundle.locate(cause instanceof Error ? (cause.stack ?? "") : "");
    const reason = cause instanceof Error ? cause.message : String(cause);
    return {
      definitions: [],
      routes: [],
      places: new Map(),
      problems: [
        problemAt(
          place,
          "load/failed",
          null,
          `a definition file cannot be run: ${reason}`,
          "Definition files hold plain data: mend the expression.",
        ),
      ],
    };
  }
  return judge(exported, bundle.locate, root);
}

function problemAt(
  place: Place | null,
  rule: string,
  definition: string | null,
  message: string,
  remedy: string,
): Problem {
  return { rule, severity: "error", file: place?.file ?? null, line: place?.line ?? null, definition, message, remedy };
}

interface Bundle {
  file: string;
  /** Source place of the first frame in a stack that lies in the bundle. */
  locate: (stack: string) => Place | null;
}

async function bundled(root: string, files: readonly string[]): Promise<Bundle | { problems: Problem[] }> {
  const { build } = await import("esbuild");
  const contents = files.map((file, i) => `export * as file${i} from ${JSON.stringify(file)};`).join("\n");
  const result = await build({
    stdin: { contents, resolveDir: root, sourcefile: "definitions.ts" },
    bundle: true,
    format: "esm",
    platform: "node",
    packages: "external",
    write: false,
    outfile: "definitions.mjs",
    sourcemap: "external",
    sourcesContent: false,
    absWorkingDir: root,
    logLevel: "silent",
  }).catch((failure: unknown) => buildFailure.parse(failure));
  if ("errors" in result && !("outputFiles" in result)) {
    return {
      problems: result.errors.map((e) =>
        problemAt(
          e.location ? { file: e.location.file, line: e.location.line } : null,
          "load/syntax",
          null,
          e.text,
          "Mend the file; nothing was loaded.",
        ),
      ),
    };
  }
  const code = result.outputFiles.find((f) => f.path.endsWith(".mjs"));
  const map = result.outputFiles.find((f) => f.path.endsWith(".map"));
  if (!code || !map) throw new Error("The definition files could not be bundled: the bundler gave no output.");
  // The name carries the content, because Node keeps a module that it has once imported.
  const folder = join(root, "node_modules", ".cache", "tocsin");
  const name = `definitions-${createHash("sha256").update(code.text).digest("hex").slice(0, 16)}.mjs`;
  const file = join(folder, name);
  keep(folder, file, code.text);
  let parsed: SourceMap | undefined;
  const locate = (stack: string): Place | null => {
    const hit = stack.match(new RegExp(`${name.replace(".", "\\.")}:(\\d+):(\\d+)`));
    if (!hit) return null;
    parsed ??= new SourceMap(JSON.parse(map.text));
    const entry = parsed.findEntry(Number(hit[1]) - 1, Number(hit[2]) - 1);
    if (!("originalSource" in entry)) return null;
    return {
      file: relative(root, resolve(dirname(join(root, "definitions.mjs")), entry.originalSource)),
      line: entry.originalLine + 1,
    };
  };
  return { file, locate };
}

/** Long enough that no other run is still about to import an older bundle. */
const keptMs = 600_000;

/** Writes the bundle under its final name in one step, and clears bundles that nobody imports any more. */
function keep(folder: string, file: string, text: string): void {
  if (existsSync(file)) return;
  mkdirSync(folder, { recursive: true });
  for (const old of readdirSync(folder).map((entry) => join(folder, entry))) {
    const stat = statSync(old, { throwIfNoEntry: false });
    if (stat && Date.now() - stat.mtimeMs > keptMs) rmSync(old, { force: true });
  }
  const temporary = `${file}.${process.pid}`;
  writeFileSync(temporary, text);
  renameSync(temporary, file);
}

const buildFailure = z.object({
  errors: z.array(z.object({ text: z.string(), location: z.object({ file: z.string(), line: z.number() }).nullish() })),
});

function judge(modules: Record<string, unknown>, locate: Bundle["locate"], root: string): Loaded {
  const problems: Problem[] = [];
  const definitions: Definition[] = [];
  const routes: Route[] = [];
  const places = new Map<string, Place>();
  const sources = new Map<string, string[]>();
  const seen = new Map<string, Place | null>();
  const at = (place: Place | null, path: string): Place | null => place && fieldPlace(place, path, root, sources);

  for (const [value, name] of exportsOf(modules)) {
    const parsedMark = markSchema.safeParse(markOf(value));
    if (!parsedMark.success) {
      problems.push(
        problemAt(
          null,
          "load/not-a-definition",
          null,
          `the export "${name}" is neither a definition nor a route`,
          "Make it with alert({...}) or route({...}), or do not export it.",
        ),
      );
      continue;
    }
    const place = locate(parsedMark.data.at);
    const id = z.object({ id: z.string() }).safeParse(value).data?.id ?? null;
    if (parsedMark.data.kind === "route") {
      const route = routeSchema.safeParse(value);
      if (route.success) routes.push(route.data);
      else problems.push(...issues(route.error, place, null, at));
      continue;
    }
    if (id !== null && seen.has(id)) {
      const first = seen.get(id);
      problems.push(
        problemAt(
          at(place, "id"),
          "model/duplicate-id",
          id,
          `the id is used twice${first ? `, first in ${first.file}:${first.line}` : ""}`,
          "Give one of the two another id.",
        ),
      );
      continue;
    }
    if (id !== null) seen.set(id, place);
    const definition = definitionSchema.safeParse(value);
    if (!definition.success) {
      problems.push(...issues(definition.error, place, id, at));
      continue;
    }
    if (place) places.set(definition.data.id, place);
    const faults = faultsOf(definition.data);
    problems.push(
      ...faults.map((f: Fault) => problemAt(at(place, f.path), f.rule, definition.data.id, f.message, f.remedy)),
    );
    if (faults.length === 0) definitions.push(definition.data);
  }
  problems.push(...across(definitions, routes, places, at));
  return { definitions, routes, places, problems: sortProblems(problems) };
}

/** What only shows when all are seen together: unknown routes, an alias that is somebody's id. */
function across(
  definitions: readonly Definition[],
  routes: readonly Route[],
  places: Map<string, Place>,
  at: (place: Place | null, path: string) => Place | null,
): Problem[] {
  const names = new Set(routes.map((r) => r.name));
  const ids = new Set<string>(definitions.map((d) => d.id));
  return definitions.flatMap((d) => {
    const place = places.get(d.id) ?? null;
    const problems: Problem[] = [];
    if (!names.has(d.route))
      problems.push(
        problemAt(
          at(place, "route"),
          "model/unknown-route",
          d.id,
          `there is no route "${d.route}"`,
          `Use one of ${[...names].sort().join(", ") || "the routes you define"}.`,
        ),
      );
    for (const alias of d.aliases) {
      if (ids.has(alias))
        problems.push(
          problemAt(
            at(place, "aliases"),
            "model/alias-in-use",
            d.id,
            `the alias "${alias}" is the id of another definition`,
            "Remove the alias.",
          ),
        );
    }
    return problems;
  });
}

function issues(
  error: z.ZodError,
  place: Place | null,
  definition: string | null,
  at: (place: Place | null, path: string) => Place | null,
): Problem[] {
  return error.issues.map((issue) => {
    const path = issue.path.map(String).join(".");
    const keys = issue.code === "unrecognized_keys" ? ` (${issue.keys.join(", ")})` : "";
    return problemAt(
      at(place, path || (issue.code === "unrecognized_keys" ? (issue.keys[0] ?? "") : "")),
      "model/schema",
      definition,
      `${path || "the definition"}: ${issue.message}${keys}`,
      "Correct the value; docs/definitions.md lists what each field takes.",
    );
  });
}

function markOf(value: unknown): unknown {
  return value !== null && typeof value === "object" ? Reflect.get(value, mark) : undefined;
}

/** All exported values with their names; arrays are taken apart, functions are helpers. */
function* exportsOf(modules: Record<string, unknown>): Generator<[unknown, string]> {
  for (const module of Object.values(modules)) {
    for (const [name, value] of Object.entries(z.record(z.string(), z.unknown()).parse({ ...Object(module) }))) {
      if (typeof value === "function") continue;
      if (Array.isArray(value)) for (const item of value) yield [item, name];
      else yield [value, name];
    }
  }
}

/** The line of a field inside the call that begins at `place`, found by the field's name in the source. */
function fieldPlace(place: Place, path: string, root: string, sources: Map<string, string[]>): Place {
  let lines = sources.get(place.file);
  if (!lines) {
    const file = join(root, place.file);
    lines = existsSync(file) ? readFileSync(file, "utf8").split("\n") : [];
    sources.set(place.file, lines);
  }
  const end = lines.findIndex((line, i) => i >= place.line && /^\S/.test(line));
  const within = lines.slice(place.line - 1, end === -1 ? undefined : end);
  for (const key of path
    .split(".")
    .filter((k) => !/^\d+$/.test(k))
    .reverse()) {
    const offset = within.findIndex((line) => new RegExp(`\\b${key.replace(/[^\w]/g, "")}\\b\\s*[:(]`).test(line));
    if (offset !== -1) return { file: place.file, line: place.line + offset };
  }
  return place;
}
