import { randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { chmod, mkdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { installedVersion, isInstalled } from "./shared/version.ts";

const STAND_INS = [
  { name: "datadog", sdk: "@pulumi/datadog" },
  { name: "vercel", sdk: "@pulumiverse/vercel" },
] as const;

/** Second line of every script put here, by which it is told apart from an official plugin. */
const MARK = "# Stand-in of the local stack; not the official plugin.";

const LONGEST_SCRIPT = 65_536;

export interface InstallOptions {
  /** The engine's `PULUMI_HOME`. */
  pulumiHome: string;
  /** `official`: the fake providers stay away, and those that were put there are removed. */
  plugins?: "official" | undefined;
}

/** A fake provider and where the engine finds it. */
export interface Placed {
  name: string;
  version: string;
  path: string;
}

/**
 * Puts the fake providers where the engine looks for the official plugins. Safe to repeat and to run twice at once: a script
 * appears whole or not at all. An official plugin of an earlier run gives way, so that the local stack never talks to a
 * real account unless it was asked to. A plugin whose SDK is not installed is asked for by nobody. Returns the fake providers in place
 * afterwards.
 */
export async function installFakeProviders({ pulumiHome, plugins }: InstallOptions): Promise<Placed[]> {
  const placed: Placed[] = [];
  for (const { name, sdk } of STAND_INS.filter((one) => isInstalled(one.sdk))) {
    const version = installedVersion(sdk);
    const folder = join(pulumiHome, "plugins", `resource-${name}-v${version}`);
    const path = join(folder, `pulumi-resource-${name}`);
    const present = await scriptAt(path);
    if (plugins === "official") {
      if (present?.includes(MARK)) await rm(folder, { recursive: true, force: true });
      continue;
    }
    const script = scriptFor(name);
    if (present !== script) await place(folder, path, script);
    placed.push({ name, version, path });
  }
  return placed;
}

/** The script in a place, or undefined when there is none; an official plugin is a program of many megabytes. */
async function scriptAt(path: string): Promise<string | undefined> {
  const found = await stat(path).catch(() => undefined);
  return found?.isFile() && found.size <= LONGEST_SCRIPT ? readFile(path, "utf8") : undefined;
}

/** The engine starts plugins from the program's folder, so every path in the script is absolute. */
function scriptFor(name: string): string {
  const words = [process.execPath, join(packageFolder(), "dist", `${name}.js`)].map(quoted).join(" ");
  return `#!/bin/sh\n${MARK}\nexec ${words}\n`;
}

/** The folder of this package; this module also runs from the built files. */
function packageFolder(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, "package.json"))) folder = dirname(folder);
  return folder;
}

async function place(folder: string, path: string, script: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const temporary = join(folder, `.pulumi-resource-${randomUUID()}`);
  await writeFile(temporary, script, { mode: 0o755 });
  await chmod(temporary, 0o755);
  await rename(temporary, path);
}

function quoted(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}
