/** The project as the engine finds it for a stack that runs on the emulated vendors: the team's stack file is not written to. */
import { mkdir, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import path from "node:path";
import { parse, stringify } from "yaml";
import { z } from "zod";
import { localEncryption } from "../../engine/settings.ts";

const stackFile = z.looseObject({ config: z.record(z.string(), z.unknown()).optional() });

/**
 * A folder that leads to everything in the project but has a stack file of its own: with the salt of the local passphrase in place
 * of whatever encrypts the real stack. Values that only the real stack can decrypt are left out.
 * @returns the folder
 */
export async function rehearsalFolder(root: string, directory: string, stack: string): Promise<string> {
  const own = `Pulumi.${stack}.yaml`;
  const folder = path.join(directory, "rehearsal", "project");
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true, mode: 0o700 });
  for (const name of await readdir(root)) {
    const target = path.join(root, name);
    if (name !== own && name !== ".git" && target !== directory) await symlink(target, path.join(folder, name));
  }
  const file = stackFile.parse(parse(await readFile(path.join(root, own), "utf8")) ?? {});
  const config = Object.entries(file.config ?? {}).filter(([, value]) => !isEncrypted(value));
  const text = stringify({ config: Object.fromEntries(config), encryptionsalt: localEncryption });
  await writeFile(path.join(folder, own), text, { mode: 0o600 });
  return folder;
}

const isEncrypted = (value: unknown): boolean => typeof value === "object" && value !== null && "secure" in value;
