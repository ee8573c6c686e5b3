import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { parse as parseYaml } from "yaml";
import { z } from "zod";
import { parseStack } from "../model/parse-stack.ts";
import { ConfigurationError } from "../model/problem.ts";
import { isObject } from "../model/resource.ts";
import { type Shard, type StackConfig, shardSchema } from "../model/stack.ts";
import { messageOf } from "../shared/failure.mjs";
import { nearest } from "../shared/nearest.ts";
import { readText } from "../shared/text-file.ts";
import { vendors } from "../vendors/index.ts";
import { hasAlerts } from "./program-file.ts";
import { rehearsed } from "./rehearsal.ts";

const stackFileSchema = z.object({ config: z.record(z.string(), z.unknown()).default({}) });

interface StackFile {
  file: string;
  source: string;
  config: Record<string, unknown>;
}

/** @throws ConfigurationError when the file is not there, or is no stack file */
function readStackFile(root: string, name: string): StackFile {
  if (!/^[a-z][a-z0-9-]*$/.test(name)) {
    throw new ConfigurationError(`"${name}" is no name of a stack: lower case letters, digits and hyphens.`);
  }
  const file = `Pulumi.${name}.yaml`;
  const path = join(root, file);
  if (!existsSync(path)) {
    const [near] = nearest(name, stacksIn(root));
    const next = near === undefined ? "Copy Pulumi.staging.yaml and fill it in." : `Did you mean ${near}?`;
    throw new ConfigurationError(`There is no stack "${name}": ${file} is not there. ${next}`);
  }
  const source = readText(path);
  let content: unknown;
  try {
    content = parseYaml(source);
  } catch (cause) {
    throw new ConfigurationError(`${file} is not valid YAML: ${messageOf(cause)}`);
  }
  const parsed = stackFileSchema.safeParse(content ?? {});
  if (!parsed.success) throw new ConfigurationError(`${file} has no map "config".`);
  return { file, source, config: parsed.data.config };
}

/** The stack that a shard is a part of; any other stack itself. */
export function wholeStack(root: string, name: string): string {
  try {
    const { file, config } = readStackFile(root, name);
    return config["tocsin:shard"] === undefined ? name : shardIn(file, config["tocsin:shard"]).of;
  } catch {
    return name;
  }
}

/** Settings by section, as a stack file has them below `tocsin:`. */
export type Settings = Readonly<Record<string, unknown>>;

const sectionsOf = (settings: Settings) =>
  Object.fromEntries(Object.entries(settings).map(([section, value]) => [`tocsin:${section}`, value]));

/** Sections that vendors keep the schemas of themselves. */
const vendorSections = Object.fromEntries(
  vendors.flatMap(({ name, settings }) => (settings === undefined ? [] : [[name, settings]])),
);

/** Values over others, key by key. */
function merged(under: Settings, over: Settings): Record<string, unknown> {
  const stated = Object.entries(over).filter(([, value]) => value !== undefined);
  const values = stated.map(([key, value]): [string, unknown] => {
    const below = under[key];
    return [key, isObject(below) && isObject(value) ? merged(below, value) : value];
  });
  return { ...under, ...Object.fromEntries(values) };
}

/**
 * Reads `Pulumi.<name>.yaml`; of a shard, the file of its stack with what the shard's own says besides.
 * @param settings of a program, over those of the file
 * @param emulated whether the stack is used on emulated vendors, so that nothing of it may lead to real ones
 * @throws ConfigurationError when it is not there, is no YAML, or lacks settings.
 */
export function loadStack(root: string, name: string, settings: Settings = {}, emulated = false): StackConfig {
  const { file, source, config } = readStackFile(root, name);
  const { "tocsin:shard": stated, ...own } = merged(config, sectionsOf(settings));
  const options = { programGives: () => hasAlerts(root), sections: vendorSections };
  const usable = emulated ? rehearsed : (whole: Record<string, unknown>) => whole;
  if (stated === undefined) return parseStack(name, usable(own), file, source, options);
  const { of, services } = shardIn(file, stated);
  const whole = readStackFile(root, of);
  if (whole.config["tocsin:shard"] !== undefined) {
    throw new ConfigurationError(`${file}: tocsin:shard.of names ${of}, which is a shard itself.`);
  }
  const loosened = ["tocsin:gate", "tocsin:allowDrills"].find((key) => own[key] !== undefined);
  if (loosened !== undefined) {
    throw new ConfigurationError(`${file} sets ${loosened}: it is set in ${whole.file} only, for all shards alike.`);
  }
  const all = parseStack(of, usable({ ...whole.config, ...own }), whole.file, whole.source, options);
  return { ...all, shard: { name, of, services } };
}

function shardIn(file: string, stated: unknown): z.output<typeof shardSchema> {
  const parsed = shardSchema.safeParse(stated);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new ConfigurationError(
    `${file}: tocsin:shard is wrong: ${issue?.path.join(".") || "the whole"}: ${issue?.message}. It is {of: STACK, services: [...]}.`,
  );
}

/** The stacks that have a file, by name. */
const stacksIn = (root: string): string[] =>
  readdirSync(root)
    .filter((file) => existsSync(join(root, file)))
    .flatMap((file) => /^Pulumi\.([a-z][a-z0-9-]*)\.yaml$/.exec(file)?.[1] ?? [])
    .sort();

/** The shards of a stack, by name; none for a stack that is run as a whole. @throws ConfigurationError */
export function shardsOf(root: string, stack: string): Shard[] {
  return stacksIn(root).flatMap((name) => {
    const { file, config } = readStackFile(root, name);
    if (config["tocsin:shard"] === undefined) return [];
    const { of, services } = shardIn(file, config["tocsin:shard"]);
    return of === stack ? [{ name, of, services }] : [];
  });
}

/** Refuses to run a sharded stack as a whole: its objects are in the states of its shards. @throws ConfigurationError */
export function refuseWhole(root: string, { name, shard }: StackConfig): void {
  const shards = shard === undefined ? shardsOf(root, name) : [];
  if (shards.length === 0) return;
  throw new ConfigurationError(
    `Stack ${name} is run in shards: ${shards.map((one) => `--stack ${one.name}`).join(", ")}. As a whole it would be made twice.`,
  );
}
