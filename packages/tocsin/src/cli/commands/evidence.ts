/** `tocsin evidence`: check a file of signed receipts, make a key to sign with. */

import type { KeyObject } from "node:crypto";
import { createPublicKey } from "node:crypto";
import { readFile } from "node:fs/promises";
import path from "node:path";
import type { Command } from "commander";
import { z } from "zod";
import { readEvidence } from "../../app/evidence-file.ts";
import { keyVariable, localSigningKey } from "../../app/evidence-key.ts";
import { checkEvidence, type Verdict } from "../../gate/evidence.ts";
import { generateKeys, readPublicKey } from "../../gate/keys.ts";
import { localDirectory, localStack } from "../../project/emulated.ts";
import { plural } from "../../shared/amounts.ts";
import { jsonText } from "../../shared/json-text.ts";
import { UsageError } from "../../shared/usage-error.ts";
import { printable } from "../../verify/render.ts";
import { jsonOption } from "../options.ts";

/** Shape of `tocsin evidence verify --json`. */
export const evidenceVerdict = z.strictObject({
  file: z.string(),
  valid: z.boolean(),
  /** One word for what is wrong; null when nothing is. */
  refusal: z.string().nullable(),
  reason: z.string(),
  /** Whether a key was given that is trusted. Without one, only that nothing was changed has been checked. */
  trusted: z.boolean(),
});

interface VerifyOptions {
  publicKey?: string;
  stack?: string;
  maxAge?: string;
  json?: boolean;
}

const units: Record<string, number> = { m: 60, h: 3600, d: 86_400 };

/** `tocsin evidence verify FILE` and `tocsin evidence keygen`. Exit: 0 valid, 1 refused, 2 not readable. */
export function evidenceCommand(command: Command, { root }: { root: string }): void {
  command.helpCommand(false);
  command
    .command("verify")
    .description("check that evidence is what was signed, by whom, for which stack, and when")
    .argument("<file>", "the file that `tocsin drill --evidence` wrote")
    .option("--public-key <key>", "the key that is trusted: base64, PEM, or a file that holds either")
    .option("--stack <name>", "the stack that it must be about; for the local stack also whose key is trusted")
    .option("--max-age <age>", "how old it may be, such as 36h or 7d")
    .addOption(jsonOption())
    .action((file: string, options: VerifyOptions) => check(root, file, options));
  command
    .command("keygen")
    .description("make a key pair: the private one for staging's environment, the public one for who checks")
    .action(() => {
      const { privateKey, publicKey } = generateKeys();
      console.log(`${keyVariable}=${privateKey}\npublic key: ${publicKey}`);
      console.error("Keep the first line secret: it is shown once. Commit only the public key.");
    });
}

async function check(root: string, file: string, options: VerifyOptions): Promise<void> {
  const content = readEvidence(file);
  const publicKey = await trustedKey(root, options);
  const verdict = checkEvidence(content, {
    now: new Date(),
    ...(publicKey === null ? {} : { publicKey }),
    ...(options.stack === undefined ? {} : { stack: options.stack }),
    ...(options.maxAge === undefined ? {} : { maxAge: ageOf(options.maxAge) }),
  });
  const trusted = publicKey !== null;
  if (options.json) {
    const refusal = verdict.valid ? null : verdict.refusal;
    const told = { file, valid: verdict.valid, refusal, reason: sentence(verdict, trusted), trusted };
    process.stdout.write(jsonText(evidenceVerdict.parse(told)));
  } else console.log(`${file}: ${sentence(verdict, trusted)}`);
  process.exitCode = verdict.valid ? 0 : 1;
}

function sentence(verdict: Verdict, trusted: boolean): string {
  if (!verdict.valid) return `refused. ${printable(verdict.reason)}`;
  const { stack, createdAt, drill } = verdict.evidence;
  const what = `${plural(drill.receipts.length, "receipt")} of stack ${printable(stack)}, signed at ${createdAt}`;
  return trusted
    ? `valid: ${what}.`
    : `unchanged since it was signed: ${what}. By whom is not known: give --public-key to check that too.`;
}

/** The key given, or for the local stack its own; null when none is known. */
async function trustedKey(root: string, { publicKey, stack }: VerifyOptions): Promise<KeyObject | null> {
  if (publicKey !== undefined) {
    const isText = publicKey.includes("BEGIN") || !(await isFile(publicKey));
    return readPublicKey(isText ? publicKey : await readFile(publicKey, "utf8"), "--public-key");
  }
  if (stack !== localStack) return null;
  return createPublicKey(await localSigningKey(localDirectory(root)));
}

const isFile = (name: string): Promise<boolean> =>
  readFile(path.resolve(name)).then(
    () => true,
    () => false,
  );

function ageOf(text: string): number {
  const match = /^(\d+)([mhd])$/.exec(text);
  const seconds = Number(match?.[1]) * (units[match?.[2] ?? ""] ?? Number.NaN);
  if (!Number.isFinite(seconds)) throw new UsageError(`--max-age "${text}" is no age: write 90m, 36h or 7d.`);
  return seconds;
}
