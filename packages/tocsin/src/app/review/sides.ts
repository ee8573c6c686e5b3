import { existsSync } from "node:fs";
import { digestsOf } from "../../gate/digest.ts";
import { ConfigurationError } from "../../model/problem.ts";
import type { Project } from "../../model/project.ts";
import { isProduction } from "../../model/stack.ts";
import { localStack } from "../../project/emulated.ts";
import { loadProject } from "../../project/project.ts";
import { loadStack } from "../../project/stack-file.ts";
import type { Input } from "../../review/review.ts";
import { type CompiledState, compiledFrom, parseCompiled } from "../../review/state.ts";
import { readText } from "../../shared/text-file.ts";
import { UsageError } from "../../shared/usage-error.ts";
import { readExceptions } from "../exceptions-file.ts";
import { stackNames, stackOutline } from "../lint/stacks.ts";
import { compileBase } from "./base.ts";

/** Which two states are asked for. */
export interface Asked {
  stack?: string | undefined;
  /** Of git. */
  base?: string | undefined;
  baseJson?: string | undefined;
  headJson?: string | undefined;
}

/** What was found. `project`: the head, where it was compiled here. */
export interface Sides extends Pick<Input, "base" | "head"> {
  unknown: string[];
  notes: string[];
  project: Project | null;
}

/**
 * Reads or compiles both states.
 * @throws UsageError, ConfigurationError when the head cannot be had, or a file is not what it should be
 */
export async function sidesOf(root: string, asked: Asked): Promise<Sides> {
  if ((asked.base === undefined) === (asked.baseJson === undefined)) {
    throw new UsageError("Name what to compare with: --base REF or --base-json FILE, one of the two.");
  }
  const base = asked.baseJson === undefined ? null : readState(asked.baseJson);
  const head = asked.headJson === undefined ? null : readState(asked.headJson);
  const { stack, note } = chooseStack(root, asked.stack, head?.stack ?? base?.stack);
  for (const [state, file] of [
    [base, asked.baseJson],
    [head, asked.headJson],
  ] as const) {
    if (state !== null && state.stack !== stack) {
      throw new UsageError(`${file} is about stack ${state.stack}, not ${stack}. Two stacks cannot be compared.`);
    }
  }
  const notes = note === null ? [] : [note];
  const [compiled, own] = await Promise.all([
    asked.base === undefined ? null : compileBase(root, asked.base, stack, asked.headJson === undefined),
    head === null ? loadProject(root, stack) : null,
  ]);
  const unknown: string[] = [];
  let before: Sides["base"] = null;
  if (base !== null) before = { name: asked.baseJson ?? "", commit: null, state: base };
  else if (compiled !== null && compiled.state !== null) {
    before = { name: asked.base ?? "", commit: compiled.commit, state: compiled.state };
    notes.push(...compiled.notes);
  } else if (compiled !== null) {
    unknown.push(`The base ${asked.base} cannot be compared: ${compiled.reason} What follows is the head alone.`);
  }
  const after =
    head ??
    (own === null
      ? null
      : compiledFrom({
          ...own,
          digests: digestsOf(own),
          exceptions: readExceptions(root).map(({ number: _number, line: _line, ...entry }) => entry),
        }));
  if (after === null) throw new UsageError("There is no head to review.");
  return {
    base: before,
    head: { name: asked.headJson ?? "the working copy", commit: null, state: after },
    unknown,
    notes,
    project: own,
  };
}

function readState(file: string): CompiledState {
  if (!existsSync(file))
    throw new UsageError(`There is no file ${file}. \`tocsin compile --json > ${file}\` makes it.`);
  return parseCompiled(readText(file), file);
}

/** The stack that was asked for, or else the first that is filled in. */
function chooseStack(
  root: string,
  asked: string | undefined,
  stated: string | undefined,
): { stack: string; note: string | null } {
  if (asked !== undefined) return { stack: asked, note: null };
  if (stated !== undefined) return { stack: stated, note: null };
  const candidates = stacksByWeight(root);
  const chosen = candidates.find((name) => isFilledIn(root, name));
  if (chosen === undefined) {
    throw new UsageError(
      "No stack file is filled in. Name the stack: --stack NAME; `tocsin lint --stack NAME` lists what is missing.",
    );
  }
  const skipped = candidates.slice(0, candidates.indexOf(chosen));
  const note =
    skipped.length === 0
      ? null
      : `Reviewed for stack ${chosen}, as ${skipped.map((s) => `Pulumi.${s}.yaml`).join(" and ")} ${skipped.length === 1 ? "is" : "are"} not filled in.`;
  return { stack: chosen, note };
}

/** Production first, as that is what a review is about; the emulated stack last. */
function stacksByWeight(root: string): string[] {
  const weight = (name: string): number => {
    if (stackOutline(root, name).some(isProduction)) return 0;
    return name === localStack ? 2 : 1;
  };
  return stackNames(root).toSorted((a, b) => weight(a) - weight(b));
}

function isFilledIn(root: string, stack: string): boolean {
  try {
    loadStack(root, stack);
    return true;
  } catch (error) {
    if (error instanceof ConfigurationError) return false;
    throw error;
  }
}
