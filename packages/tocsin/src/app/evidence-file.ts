/** Writes the signed receipts of a drill. */

import type { KeyObject } from "node:crypto";
import manifest from "../../package.json" with { type: "json" };
import type { DrillReport, Receipt } from "../drill/receipt.ts";
import { type Covered, digestsOf } from "../gate/digest.ts";
import { type DriftState, type EvidenceFile, signEvidence } from "../gate/evidence.ts";
import { projectName } from "../project/project.ts";
import { jsonIn } from "../shared/json-text.ts";
import { readText } from "../shared/text-file.ts";
import { writeWhole } from "../shared/whole-file.ts";
import { valueWithoutSecrets } from "../vendors/secrets.ts";
import { git } from "./review/git.ts";

interface Content {
  report: DrillReport;
  project: Covered;
  drift: { before: DriftState; after: DriftState };
  key: KeyObject;
}

/** Signs and writes evidence; a reader never sees half of it. */
export async function writeEvidence(
  root: string,
  file: string,
  { report, project, drift, key }: Content,
): Promise<EvidenceFile> {
  const commit = await commitOf(root);
  const digests = digestsOf(project);
  const evidence = signEvidence(
    {
      version: 2,
      project: projectName(root),
      stack: report.stack,
      ...(commit === null ? {} : { commit }),
      createdAt: new Date().toISOString(),
      tool: `${manifest.name} ${manifest.version}`,
      digests,
      drift: valueWithoutSecrets(drift),
      drill: valueWithoutSecrets({ ...report, receipts: report.receipts.filter(isOf(digests)) }),
    },
    key,
  );
  writeWhole(file, `${JSON.stringify(evidence, null, 2)}\n`);
  return evidence;
}

/** Of what the evidence has no digest of, nobody can tell what was proven. */
const isOf =
  (digests: Readonly<Record<string, unknown>>) =>
  ({ definition }: Receipt): boolean =>
    definition in digests;

/** Reads the content of an evidence file; null for what is no JSON, which is judged like anything else that was not signed. @throws UsageError */
export const readEvidence = (file: string): unknown => jsonIn(readText(file)) ?? null;

/** The working copy's commit; null where git does not know one. */
async function commitOf(root: string): Promise<string | null> {
  try {
    return (await git(root, "rev-parse", "HEAD")) || null;
  } catch {
    return null;
  }
}
