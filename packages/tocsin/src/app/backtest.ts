import path from "node:path";
import { z } from "zod";
import { backtest } from "../evaluate/backtest.ts";
import { readsOf } from "../evaluate/reads.ts";
import type { Input, Range } from "../evaluate/types.ts";
import { type Definition, definitionSchema } from "../model/definition.ts";
import { ConfigurationError } from "../model/problem.ts";
import { chosenOf } from "../project/choose.ts";
import { loadDefinitions } from "../project/definitions.ts";
import { loadProject } from "../project/project.ts";
import { progressLog, silent } from "../shared/progress.ts";
import { readText } from "../shared/text-file.ts";
import { UsageError } from "../shared/usage-error.ts";
import { historyVendors } from "../vendors/history.ts";
import { connectTo } from "./connect.ts";
import { callsFor } from "./history/clients.ts";
import { type Collected, collectHistory } from "./history/collect.ts";
import { readHistoryFile } from "./history/file.ts";
import { type BacktestReport, type ReportedResult, reported } from "./history/report.ts";
import { termsOf } from "./history/terms.ts";
import { asRead } from "./query-readings.ts";

/** Whose vendors keep the history; or a file that holds it, and whose values the definitions take, if anybody's. */
export type Source = { stack: string; history?: undefined } | { stack?: string | undefined; history: string };

type Backtest = Source & {
  /** How far back. */
  days: number;
  /** An output of `tocsin compile --json`: only what differs from it. */
  base?: string | undefined;
  /** How many calls may be made. */
  calls: number;
  /** Whether progress stays silent. */
  json: boolean;
};

/**
 * Runs definitions over their history.
 * @param ids only these; all when empty
 * @throws UsageError, ConfigurationError
 */
export async function backtestProject(
  root: string,
  ids: readonly string[],
  options: Backtest,
): Promise<BacktestReport> {
  const base = options.base === undefined ? null : readBase(path.resolve(options.base));
  if (options.history !== undefined) return fromFile(root, ids, options.history, base, options);
  const { stack, definitions } = await loadProject(root, options.stack);
  const read = (definition: Definition) => asRead(definition, stack);
  const chosen = changed(chosenOf(definitions, ids), base).map(read);
  const log = options.json ? silent : progressLog();
  const bases = base === null ? null : new Map([...base].map(([id, definition]) => [id, read(definition)]));
  const before = chosen.flatMap(({ id }) => bases?.get(id) ?? []);
  const connections = await connectTo(root, options.stack, historyVendors([...chosen, ...before]), process.env, "one");
  const common = await termsOf({
    root,
    name: options.stack,
    stack,
    connections,
    days: options.days,
    progress: log.passing,
  });
  const { clients, range } = common;
  const histories = await collectHistory(chosen, { ...common, budget: options.calls });
  const old = await collectHistory(before, { ...common, budget: Math.max(0, options.calls - callsFor(clients)) });
  log.clear();
  return {
    ...reportOf(chosen, histories, bases, old, range),
    stack: options.stack,
    calls: Object.fromEntries(
      Object.entries(clients.made).map(([vendor, client]) => [vendor, client.http.signalCalls + client.http.calls]),
    ),
    budget: options.calls,
  };
}

async function fromFile(
  root: string,
  ids: readonly string[],
  file: string,
  base: ReadonlyMap<string, Definition> | null,
  options: Backtest,
): Promise<BacktestReport> {
  const history = readHistoryFile(path.resolve(file));
  const definitions =
    options.stack === undefined ? await written(root) : (await loadProject(root, options.stack)).definitions;
  const chosen = changed(chosenOf(definitions, ids), base);
  const collected = (input: Input | undefined): Collected =>
    input === undefined
      ? { kind: "none", reason: "the history file holds nothing for it", unread: false }
      : { kind: "read", input, resolution: history.resolution / 1000, notes: [], problems: [] };
  const histories = new Map(chosen.map(({ id }) => [id as string, collected(history.inputs.get(id))]));
  return {
    ...reportOf(chosen, histories, base, histories, history.range),
    stack: options.stack ?? null,
    calls: {},
    budget: 0,
  };
}

async function written(root: string): Promise<Definition[]> {
  const { definitions, problems } = await loadDefinitions(root);
  if (problems.some(({ severity }) => severity === "error"))
    throw new ConfigurationError("The definitions cannot be used:", problems);
  return definitions;
}

function reportOf(
  chosen: readonly Definition[],
  histories: ReadonlyMap<string, Collected>,
  base: ReadonlyMap<string, Definition> | null,
  old: ReadonlyMap<string, Collected>,
  range: Range,
): Pick<BacktestReport, "from" | "to" | "complete" | "definitions" | "problems"> {
  const definitions = chosen.map((definition) => {
    const history = histories.get(definition.id);
    const before = base?.get(definition.id);
    return {
      definition: definition.id,
      resolution: history?.kind === "read" ? history.resolution : null,
      notes: history?.kind === "read" ? history.notes : [],
      result: judged(definition, history, range),
      base: before === undefined ? null : judged(before, old.get(definition.id), range),
    };
  });
  const all = [...histories.values(), ...old.values()];
  const problems = all.flatMap((one) => (one.kind === "read" ? one.problems : one.unread ? [one.reason] : []));
  return {
    from: new Date(range.from).toISOString(),
    to: new Date(range.to).toISOString(),
    complete: problems.length === 0,
    definitions,
    problems: [...new Set(problems)],
  };
}

function judged(definition: Definition, history: Collected | undefined, range: Range): ReportedResult {
  // What is only declared needs no history to say so.
  const empty = readsOf(definition).length === 0;
  if (history?.kind === "read" || empty)
    return reported(backtest(definition, history?.kind === "read" ? history.input : { series: {} }, range));
  const reason = history?.reason ?? "nothing was read for it";
  return { kind: history?.unread === true ? "not read" : "not evaluated", reason };
}

/** What is not as in the base; all without one. */
function changed(definitions: Definition[], base: ReadonlyMap<string, Definition> | null): Definition[] {
  if (base === null) return definitions;
  return definitions.filter((definition) => {
    const before = base.get(definition.id);
    const watched = ({ signal, condition }: Definition) => JSON.stringify([signal, condition]);
    return before === undefined || watched(before) !== watched(definition);
  });
}

/** @throws UsageError when the file is not what `tocsin compile --json` prints */
function readBase(file: string): Map<string, Definition> {
  const text = readText(file);
  try {
    const { definitions } = z.object({ definitions: z.array(definitionSchema) }).parse(JSON.parse(text));
    return new Map(definitions.map((definition) => [definition.id as string, definition]));
  } catch (cause) {
    throw new UsageError(`The base ${file} is not what \`tocsin compile --json\` prints.`, { cause });
  }
}
