/** Turns an object that is live into a definition, or keeps it as it is. */
import { existsSync } from "node:fs";
import path from "node:path";
import { constantsOf, withDefinition, withImported } from "../import/files.ts";
import { fitted } from "../import/fit.ts";
import { print } from "../import/print.ts";
import { printRaw } from "../import/verbatim/print.ts";
import { rawIds, readVerbatim } from "../import/verbatim/verbatim.ts";
import { definitionIdSchema } from "../model/definition.ts";
import { ConfigurationError } from "../model/problem.ts";
import type { Raw } from "../model/raw.ts";
import { type Loaded, loadDefinitions } from "../project/definitions.ts";
import { importedFile } from "../project/imported.ts";
import { loadStack } from "../project/stack-file.ts";
import { readText } from "../shared/text-file.ts";
import { UsageError } from "../shared/usage-error.ts";
import { VendorError } from "../vendors/http/errors.ts";
import { kinds } from "../vendors/kinds.ts";
import type { LiveObject } from "../vendors/live.ts";
import { printable } from "../verify/render.ts";
import { connectTo } from "./connect.ts";
import { writeAll } from "./files/write-all.ts";
import { find, type importableVendor } from "./import/find.ts";
import { importText, reasonsText, verbatimText } from "./import/text.ts";

/** What the command needs from its surroundings; the entry point gives the real ones. */
export interface ImportSurroundings {
  root: string;
  env: Record<string, string | undefined>;
  print: (text: string) => void;
  setExitCode: (code: number) => void;
}

interface ImportOptions {
  stack: string;
  /** The definition file to write to. */
  file: string;
  /** Id of the definition; made from service and name when left out. */
  as?: string | undefined;
  secretVariable?: string | undefined;
  verbatim: boolean;
}

/**
 * Imports one resource. Exit code 1, with nothing written, for an object that no definition describes exactly; 3 when a vendor
 * cannot be read.
 * @throws UsageError, ConfigurationError
 */
export async function importResource(
  vendor: ReturnType<typeof importableVendor>,
  id: string,
  given: ImportOptions,
  { root, env, print: say, setExitCode }: ImportSurroundings,
): Promise<void> {
  const file = definitionFile(root, given.file);
  const stack = loadStack(root, given.stack);
  const loaded = usable(await loadDefinitions(root));
  const connections = await connectTo(
    root,
    given.stack,
    vendor === "stripe" && !given.verbatim ? ["stripe", "vercel"] : [vendor],
    env,
  );
  try {
    const found = await find(vendor, id, {
      ...{ connections, stack, verbatim: given.verbatim },
      secretVariable: given.secretVariable ?? null,
    });
    const label = `The ${kinds[found.live.kind].label} ${id} ("${printable(kinds[found.live.kind].title(found.live.body))}")`;
    if (found.live.identity !== null) {
      throw new UsageError(
        `${label} is managed already: it is marked as ${printable(found.live.identity.definition)}.`,
      );
    }
    if (given.verbatim) {
      const title = kinds[found.live.kind].title(found.live.body);
      const own = idFor(given.as, { service: found.project ?? vendor, title }, loaded);
      const verbatim = readVerbatim(found.live, own, found.project, stack, found.alerts);
      const isRefused = "reasons" in verbatim;
      if (!isRefused)
        writeRaw(root, file, { raw: verbatim.raw, stack: given.stack }, [found.live, ...(found.alerts ?? [])]);
      say(
        isRefused
          ? reasonsText(label, verbatim.reasons, "verbatim")
          : verbatimText(label, own, { file, stack: given.stack }),
      );
      if (isRefused) setExitCode(1);
      return;
    }
    const outcome =
      "reasons" in found.reading
        ? found.reading
        : fitted(found.reading.draft, idFor(given.as, found.reading.draft, loaded), loaded.routes, stack);
    if ("reasons" in outcome) {
      say(reasonsText(label, outcome.reasons, "definition"));
      setExitCode(1);
      return;
    }
    const names = loaded.routes.map(({ name }) => name);
    const source = textOf(root, file);
    const printed = print(outcome.definition, outcome.route, names, constantsOf(source));
    writeBoth(
      root,
      { file, text: withDefinition(source, printed) },
      { stack: given.stack, imported: outcome.imported },
    );
    say(importText(label, outcome, { file, constant: printed.constant, stack: given.stack }));
  } catch (error) {
    if (!(error instanceof VendorError)) throw error;
    say(`${error.message}\nNothing was written.\n`);
    setExitCode(3);
  }
}

const textOf = (root: string, file: string): string => {
  const place = path.join(root, file);
  return existsSync(place) ? readText(place, { marked: true }) : "";
};

/** Writes down a resource that is imported verbatim. */
function writeRaw(
  root: string,
  file: string,
  { raw, stack }: { raw: Raw; stack: string },
  live: readonly LiveObject[],
): void {
  const source = textOf(root, file);
  const text = withDefinition(source, printRaw(raw, constantsOf(source)));
  writeBoth(root, { file, text }, { stack, imported: rawIds(raw, live) });
}

/**
 * The definition and what imported.yaml says of it, both or neither: a definition without its entry would be created a second
 * time, and an entry without its definition is refused.
 */
function writeBoth(
  root: string,
  { file, text }: { file: string; text: string },
  { stack, imported }: { stack: string; imported: ReadonlyMap<string, string> },
): void {
  writeAll(root, [
    { path: file, content: text },
    { path: importedFile, content: withImported(textOf(root, importedFile), stack, imported) },
  ]);
}

/** Definitions that wait to be filled in are no obstacle: several objects may be imported one after the other. */
function usable(loaded: Loaded): Loaded {
  const unfilled = new Set(
    loaded.problems.flatMap(({ rule, definition }) => (rule === "model/placeholder" ? [definition] : [])),
  );
  const others = loaded.problems.filter(
    ({ severity, definition }) => severity === "error" && !(definition !== null && unfilled.has(definition)),
  );
  if (others.length > 0) throw new ConfigurationError("The definitions cannot be used:", others);
  return loaded;
}

function definitionFile(root: string, given: string): string {
  const file = path.relative(root, path.resolve(root, given)).split(path.sep).join("/");
  if (!/^(alerts|synthetics)\/.*\.ts$/.test(file) || file.endsWith(".test.ts")) {
    throw new UsageError(`${given} is no definition file: name a .ts file in alerts/ or synthetics/.`);
  }
  return file;
}

function idFor(given: string | undefined, { service, title }: { service: string; title: string }, loaded: Loaded) {
  const slug = (text: string) =>
    text
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, "-")
      .replace(/^-|-$/g, "");
  const made = `${slug(service)}/${slug(title)}`.slice(0, 60).replace(/-$/, "");
  const id = definitionIdSchema.safeParse(given ?? made);
  if (!id.success)
    throw new UsageError(`"${given ?? made}" is no id: write --as subject/alert, in lower case and hyphens.`);
  const taken = loaded.places.has(id.data) || loaded.problems.some((p) => p.definition === id.data);
  if (taken)
    throw new UsageError(`There is a definition ${id.data} already: choose another id with --as subject/alert.`);
  return id.data;
}
