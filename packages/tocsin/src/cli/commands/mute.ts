import type { Command } from "commander";
import { z } from "zod";
import { mutesOf, mutingVendors } from "../../app/mutes.ts";
import type { Definition } from "../../model/definition.ts";
import type { Project } from "../../model/project.ts";
import type { Resource } from "../../model/resource.ts";
import { definitionNamed } from "../../project/choose.ts";
import { jsonText } from "../../shared/json-text.ts";
import { moment } from "../../shared/times.ts";
import { UsageError } from "../../shared/usage-error.ts";
import { longestMuteDays } from "../../vendors/mutes.ts";
import { printable } from "../../verify/render.ts";
import { jsonOption, stackOption } from "../options.ts";

/** What the commands need from their surroundings; the entry point gives the real ones. */
export interface MuteSurroundings {
  root: string;
  env: Record<string, string | undefined>;
  load: (root: string, stack: string) => Promise<Pick<Project, "definitions" | "resources">>;
  print: (text: string) => void;
  now: () => Date;
}

/** Shape of `tocsin mute --list --json`. */
export const mutesShape = z.object({
  stack: z.string(),
  /** `until` is ISO 8601, null for a mute whose end somebody took away; `id` is that of the downtime. */
  mutes: z.array(
    z.object({
      ...{ id: z.string(), definition: z.string(), reason: z.string() },
      ...{ since: z.string().nullable(), until: z.string().nullable() },
    }),
  ),
});

const options = z.object({
  stack: z.string(),
  until: z.string().optional(),
  reason: z.string().optional(),
  list: z.boolean().default(false),
  json: z.boolean().default(false),
});

/**
 * `tocsin mute`: silence with an end and a reason, which verify knows and shows until it ends. UsageError (2) for what cannot be
 * muted or lacks an end; 3 when the vendor cannot be reached.
 */
export function muteCommand(command: Command, surroundings: MuteSurroundings): void {
  command
    .argument("[id]", "the definition, e.g. database/high-cpu")
    .addOption(stackOption("the stack whose alert it is"))
    .option(
      "--until <time>",
      `when it ends: 2026-12-01T08:00Z, or a time from now: 30m, 2h, 3d; ${longestMuteDays} days at most`,
    )
    .option("--reason <text>", "why")
    .option("--list", "show the mutes that are in force")
    .addOption(jsonOption("with --list: print the result as JSON"))
    .action((id: unknown, raw: unknown) => mute(z.string().optional().parse(id), options.parse(raw), surroundings));
}

/** `tocsin unmute`: ends such a mute. */
export function unmuteCommand(command: Command, surroundings: MuteSurroundings): void {
  command
    .argument("<id>", "the definition")
    .addOption(stackOption("the stack whose alert it is"))
    .action((id: unknown, raw: unknown) => unmute(z.string().parse(id), options.parse(raw), surroundings));
}

async function mute(id: string | undefined, given: z.output<typeof options>, around: MuteSurroundings): Promise<void> {
  if (given.list) return list(given, around);
  const { stack, until, reason } = given;
  if (id === undefined) throw new UsageError("Name the definition to mute, or use --list.");
  if (until === undefined || reason === undefined || reason.trim() === "") {
    throw new UsageError('A mute needs an end and a reason: --until 2h --reason "...".');
  }
  const now = around.now();
  const end = parseUntil(until, now);
  const { definitions, resources } = await around.load(around.root, stack);
  checkMutable(id, definitions, resources);
  const mutes = await mutesOf(around.root, { stack, resources }, around.env);
  if (mutes === null) throw new UsageError(`${id} cannot be muted: ${nowhere}.`);
  const present = (await mutes.active()).find(({ definition }) => definition === id);
  if (present !== undefined) {
    const ends = present.until === null ? "without an end" : `until ${moment(present.until)}`;
    throw new UsageError(`${id} is muted already, ${ends}. End that first: tocsin unmute ${id} --stack ${stack}`);
  }
  const made = await mutes.mute(id, end, reason.trim());
  around.print(`${id} is muted in ${stack} until ${moment(made.until)} (downtime ${printable(made.id)}).\n`);
}

async function unmute(id: string, { stack }: z.output<typeof options>, around: MuteSurroundings): Promise<void> {
  const mutes = await mutesOfStack(stack, around);
  const own = ((await mutes?.active()) ?? []).filter(({ definition }) => definition === id);
  if (mutes === null || own.length === 0)
    throw new UsageError(`No mute of ${id} made with \`tocsin mute\` is in force in ${stack}.`);
  for (const one of own) await mutes.end(one);
  around.print(`${id} is no longer muted in ${stack}.\n`);
}

async function list({ stack, json }: z.output<typeof options>, around: MuteSurroundings): Promise<void> {
  const mutes = await mutesOfStack(stack, around);
  const active = (await mutes?.active()) ?? [];
  if (json) return around.print(jsonText({ stack, mutes: active }));
  if (active.length === 0)
    return around.print(`Nothing is muted in ${stack} with \`tocsin mute\`${mutes === null ? `: ${nowhere}` : ""}.\n`);
  for (const { definition, until, reason } of active) {
    around.print(
      `${printable(definition)}  ${until === null ? "without an end" : `until ${moment(until)}`}  ${printable(reason)}\n`,
    );
  }
}

/** Why a stack has no mutes. */
const nowhere = `the stack has nothing at ${mutingVendors}`;

async function mutesOfStack(stack: string, { root, env, load }: MuteSurroundings): ReturnType<typeof mutesOf> {
  return mutesOf(root, { stack, resources: (await load(root, stack)).resources }, env);
}

/** @throws UsageError when there is nothing that could be silenced for a time */
function checkMutable(id: string, definitions: readonly Definition[], resources: readonly Resource[]): void {
  definitionNamed(definitions, id);
  const own = resources.filter((resource) => resource.definition === id);
  if (own.some(({ kind }) => kind === "monitor" || kind === "synthetics-test")) return;
  if (own.some(({ vendor }) => vendor === "sentry")) {
    throw new UsageError(
      `${id} is a Sentry alert, and Sentry has no mute that ends by itself: an alert that is switched off there stays off until somebody remembers. Change the definition instead, or switch it off there and list that in exceptions.yaml with an end.`,
    );
  }
  throw new UsageError(`${id} declares something that must exist and notifies nobody: there is nothing to mute.`);
}

const dayMs = 86_400_000;
const units: Record<string, number> = { m: 60_000, h: 3_600_000, d: dayMs };

/**
 * A time to come: an ISO 8601 time with its zone, or a span from now.
 * @throws UsageError
 */
function parseUntil(text: string, now: Date): Date {
  const span = /^(?<count>[1-9]\d{0,4})(?<unit>[mhd])$/.exec(text)?.groups;
  const isTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/.test(text);
  // The 29th of a February that has 28 days would be read as the 1st of March.
  const isDay = z.iso.date().safeParse(text.slice(0, 10)).success;
  const absolute = isTime && isDay ? Date.parse(text) : Number.NaN;
  const time =
    span === undefined ? absolute : now.getTime() + Number(span.count) * (units[span.unit ?? ""] ?? Number.NaN);
  if (Number.isNaN(time)) {
    throw new UsageError(`"${text}" is no end: write 2026-12-01T08:00Z (with its zone), or 30m, 2h, 3d.`);
  }
  if (time - now.getTime() > longestMuteDays * dayMs) {
    throw new UsageError(
      `${text} is more than ${longestMuteDays} days from now, and a mute lasts ${longestMuteDays} days at most. An alert that nobody misses for so long can be removed.`,
    );
  }
  if (time <= now.getTime()) throw new UsageError(`${text} is in the past: a mute ends in the future.`);
  return new Date(time);
}
