import { existsSync } from "node:fs";
import path from "node:path";
import { frameFiles, nameFor, packageManagerOf } from "create-tocsin";
import type { Answers } from "../../init/answers.ts";

/** What a folder lacks to be a project; what is there stays as it is. Nothing where it is one already. */
export function lackingFrame(
  root: string,
  { vendors, services }: Answers,
  env: Record<string, string | undefined>,
): Map<string, string> {
  if (existsSync(path.join(root, "Pulumi.yaml"))) return new Map();
  const manager = packageManagerOf(env.npm_config_user_agent);
  const project = nameFor(path.basename(root));
  const files = frameFiles({ project, vendors, services, alerts: [], manager, tarballs: {} });
  return new Map([...files].filter(([file]) => !existsSync(path.join(root, file))));
}
