/** Writes the signed receipts of a drill. */
import { execFile } from "node:child_process";
import type { KeyObject } from "node:crypto";
import { readFile, rename, writeFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { z } from "zod";
import type { Definition } from "../model/definition.ts";
import type { DrillReport } from "../verify/drill/receipt.ts";
import { digestsOf } from "../verify/evidence/digest.ts";
import { type EvidenceFile, signEvidence } from "../verify/evidence/evidence.ts";

const packageShape = z.object({ name: z.string(), version: z.string() });

interface Content {
  report: DrillReport;
  /** As the team wrote them, before any stack's values. */
  definitions: readonly Definition[];
  key: KeyObject;
}

/** Signs and writes evidence; a reader never sees half of it. */
export async function writeEvidence(
  root: string,
  file: string,
  { report, definitions, key }: Content,
): Promise<EvidenceFile> {
  const { name, version } = packageShape.parse(JSON.parse(await readFile(path.join(root, "package.json"), "utf8")));
  const commit = await commitOf(root);
  const evidence = signEvidence(
    {
      version: 1,
      stack: report.stack,
      ...(commit === null ? {} : { commit }),
      createdAt: new Date().toISOString(),
      tool: `${name} ${version}`,
      digests: digestsOf(definitions),
      drill: report,
    },
    key,
  );
  const target = path.resolve(file);
  const half = `${target}.${process.pid}`;
  await writeFile(half, `${JSON.stringify(evidence, null, 2)}\n`);
  await rename(half, target);
  return evidence;
}

/** The working copy's commit; null where git does not know one. */
async function commitOf(root: string): Promise<string | null> {
  try {
    const { stdout } = await promisify(execFile)("git", ["rev-parse", "HEAD"], { cwd: root });
    return stdout.trim() || null;
  } catch {
    return null;
  }
}
