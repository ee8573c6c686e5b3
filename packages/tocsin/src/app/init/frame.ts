import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { frameFiles, nameFor, type PackageManagerName, packageManagerOf } from "create-tocsin";
import { z } from "zod";
import type { Answers } from "../../init/answers.ts";

type Environment = Record<string, string | undefined>;

/** What a folder lacks to be a project; what is there stays as it is. Nothing where it is one already. */
export function lackingFrame(root: string, answers: Answers, env: Environment): Map<string, string> {
  const files = frameOf(root, answers, env);
  return new Map([...files].filter(([file]) => !existsSync(path.join(root, file))));
}

function frameOf(root: string, { vendors, services }: Answers, env: Environment): Map<string, string> {
  if (existsSync(path.join(root, "Pulumi.yaml"))) return new Map();
  const manager = packageManagerOf(env.npm_config_user_agent);
  const project = nameFor(path.basename(root));
  return frameFiles({ project, vendors, services, alerts: [], manager, tarballs: {} });
}

const texts = z.record(z.string(), z.string()).default({});
const manifest = z.object({ scripts: texts, dependencies: texts, devDependencies: texts });

/** The commands that give a folder's own package.json what a project needs; none where it has all of it, or is written anew. */
export function packageCommands(root: string, answers: Answers, env: Environment): string[] {
  const wanted = frameOf(root, answers, env).get("package.json");
  const file = path.join(root, "package.json");
  if (wanted === undefined || !existsSync(file)) return [];
  const { name } = packageManagerOf(env.npm_config_user_agent);
  return commandsBetween(
    manifest.parse(JSON.parse(readFileSync(file, "utf8"))),
    manifest.parse(JSON.parse(wanted)),
    name,
  );
}

type Manifest = z.output<typeof manifest>;

function commandsBetween(own: Manifest, wanted: Manifest, manager: PackageManagerName): string[] {
  const add = manager === "npm" ? "npm install" : `${manager} add`;
  const has = { ...own.dependencies, ...own.devDependencies };
  const lacking = (all: Manifest["dependencies"]) =>
    Object.entries(all).flatMap(([name, version]) => (has[name] === undefined ? [`${name}@${version}`] : []));
  const scripts = Object.entries(wanted.scripts).flatMap(([name, text]) => {
    if (own.scripts[name] === text) return [];
    // A script of this name is the team's own.
    const free = own.scripts[name] === undefined ? name : `alerts:${name}`;
    return own.scripts[free] === text ? [] : [`npm pkg set "scripts.${free}=${text}"`];
  });
  const [direct, development] = [lacking(wanted.dependencies), lacking(wanted.devDependencies)];
  return [
    ...(direct.length > 0 ? [`${add} ${direct.join(" ")}`] : []),
    ...(development.length > 0 ? [`${add} -D ${development.join(" ")}`] : []),
    ...scripts,
  ];
}
