import { existsSync } from "node:fs";
import { basename, dirname, join, relative, resolve } from "node:path";
import { nameFor } from "./answers.ts";
import type { Arguments } from "./arguments.ts";
import { choose, withTerminal } from "./choose.ts";
import { install } from "./install.ts";
import { type PackageManager, packageManagerOf, type Tarballs } from "./package-manager.ts";
import { finishInterrupted, placeProject, refuseOccupied, tarballsIn } from "./place.ts";
import { ownPackages, projectFiles } from "./project-files.ts";
import { createCommand, isPublished } from "./published.ts";
import { UsageError } from "./usage-error.ts";
import { ownVersion } from "./versions.ts";

/** Where a command was typed, and what it may use. */
export interface Surroundings {
  /** What folders are relative to. */
  from: string;
  env: NodeJS.ProcessEnv;
  print: (text: string) => void;
}

/**
 * Creates the project.
 * @returns the exit code: 0, or 1 when it is created and its packages could not be installed
 * @throws UsageError; then nothing was written
 */
export async function create(given: Arguments, { from, env, print }: Surroundings): Promise<number> {
  const folder = resolve(from, given.directory);
  const manager = packageManagerOf(env.npm_config_user_agent);
  if (finishInterrupted(folder)) print(`Finished what an interrupted run had begun in ${folder}.\n`);
  else {
    refuseOccupied(folder);
    const copies = copiesOf(given.packages === null ? null : resolve(from, given.packages));
    const chosen = await withTerminal(given.yes, (question) => choose(given, question));
    const tarballs: Tarballs = Object.fromEntries([...copies].map(([path, { name }]) => [name, `file:./${path}`]));
    const project = nameFor(basename(folder));
    const files = projectFiles({ ...chosen, project, manager, tarballs });
    placeProject(folder, files, new Map([...copies].map(([path, { file }]) => [path, file])));
    const alerts = chosen.alerts.length === 0 ? "no first alerts" : `first alerts: ${chosen.alerts.join(", ")}`;
    print(`Created ${project} in ${folder}: ${files.size} files, ${alerts}.\n`);
  }
  if (given.install) {
    print(`Installing its packages with ${manager.name}.\n`);
    if ((await install(folder, manager, env)) !== 0) {
      print(
        `\nThe packages are not installed. The project is complete: in ${folder}, run \`${manager.name} install\` again.\n`,
      );
      return 1;
    }
  }
  print(next(relative(from, folder) || ".", manager, given.install, isVersioned(folder)));
  return 0;
}

/** By path in the project. @throws UsageError where there is no folder to take them from and no registry has them */
function copiesOf(packages: string | null): Map<string, { name: string; file: string }> {
  if (packages === null && isPublished) return new Map();
  if (packages === null)
    throw new UsageError(
      `No version of tocsin is published yet, so --packages has to name a folder with its packages. To create a project, ${createCommand}.`,
    );
  return new Map(
    [...tarballsIn(packages, ownPackages, ownVersion)].map(([name, file]) => [
      `vendor/${basename(file)}`,
      { name, file },
    ]),
  );
}

/** Whether it is in a git repository, its own or one above it. */
const isVersioned = (folder: string): boolean =>
  existsSync(join(folder, ".git")) || (dirname(folder) !== folder && isVersioned(dirname(folder)));

function next(folder: string, { name }: PackageManager, installed: boolean, versioned: boolean): string {
  const run = name === "bun" ? "bun run" : name;
  const steps = [
    ...(folder === "." ? [] : [`cd ${/[^\w./-]/.test(folder) ? JSON.stringify(folder) : folder}`]),
    ...(installed ? [] : [`${name} install`]),
    ...(versioned ? [] : ['git init && git add --all && git commit --message "First alerts"']),
    `${run} start    # emulated vendors: every alert is provisioned, verified and drilled`,
    `${run} test     # lint, types, alert tests and runbook links`,
  ];
  return `\nNext:\n${steps.map((step) => `  ${step}\n`).join("")}README.md says how it goes on: your own accounts, CI and its secrets.\n`;
}
