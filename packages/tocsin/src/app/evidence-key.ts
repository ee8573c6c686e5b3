/** The key that evidence is signed with, and the one that it is checked with. */

import type { KeyObject } from "node:crypto";
import { existsSync } from "node:fs";
import { chmod, link, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { generateKeys, readPrivateKey } from "../gate/keys.ts";
import { localDirectory, onEmulators } from "../project/emulated.ts";
import { codeOf } from "../shared/failure.mjs";
import { UsageError } from "../shared/usage-error.ts";
import { cannotWrite } from "../shared/whole-file.ts";

/** Environment variable of the private key; it is only known where staging is drilled. */
export const keyVariable = "TOCSIN_EVIDENCE_KEY";

const keyFile = (directory: string): string => path.join(directory, "evidence.key");

/**
 * The private key of a stack: from the environment; on emulated vendors one that is made when it is first needed and kept in the
 * local folder, readable only by its owner: what was rehearsed opens no gate of real accounts.
 * @throws UsageError when there is none, KeyUnusable when it is none
 */
export async function signingKey(
  root: string,
  stack: string,
  env: Record<string, string | undefined>,
): Promise<KeyObject> {
  const given = env[keyVariable];
  const directory = localDirectory(root, env);
  if (!onEmulators(root, stack, env)) {
    if (!given) {
      throw new UsageError(
        `Set ${keyVariable} in the environment to sign evidence. \`tocsin evidence keygen\` makes a key.`,
      );
    }
    return readPrivateKey(given, keyVariable);
  }
  return readPrivateKey(await localKey(directory), keyFile(directory));
}

/** The local stack's private key, to check against. @throws UsageError when no evidence has been signed on this machine */
export async function localSigningKey(directory: string): Promise<KeyObject> {
  try {
    return readPrivateKey(await readFile(keyFile(directory), "utf8"), keyFile(directory));
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ENOENT")) throw error;
    throw new UsageError(`There is no ${keyFile(directory)}: no evidence of the local stack was signed here.`);
  }
}

/** The local stack's private key, made if there is none yet. Two that make it at once end up with the same. */
async function localKey(directory: string): Promise<string> {
  const file = keyFile(directory);
  await mkdir(directory, { recursive: true });
  if (!existsSync(file)) {
    const own = `${file}.${process.pid}`;
    // Whole before it has its name: half a key would be taken for one that somebody has damaged.
    try {
      await writeFile(own, `${generateKeys().privateKey}\n`, { mode: 0o600 });
      await link(own, file);
    } catch (error) {
      if (codeOf(error) !== "EEXIST") throw cannotWrite(file, error);
    } finally {
      await rm(own, { force: true });
    }
  }
  await chmod(file, 0o600);
  return readFile(file, "utf8");
}
