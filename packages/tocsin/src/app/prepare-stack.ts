/** Prepares a run of a stack: what is compiled, with which credentials, on which engine and state. */

import path from "node:path";
import type { StackOptions } from "../engine/engine.ts";
import type { Op } from "../engine/events.ts";
import type { Backend } from "../engine/settings.ts";
import type { GateReport } from "../gate/gate.ts";
import { inputsIn } from "../model/input.ts";
import type { Project } from "../model/project.ts";
import type { Resource } from "../model/resource.ts";
import { secretNames, secretVariable } from "../model/secrets.ts";
import { drillDirectory, localDirectory, localStack, onEmulators } from "../project/emulated.ts";
import { layOutProbe } from "../project/probe-files.ts";
import { loadProject, projectName } from "../project/project.ts";
import { refuseWhole } from "../project/stack-file.ts";
import type { Log } from "../shared/progress.ts";
import { UsageError } from "../shared/usage-error.ts";
import { addressFaults, fromEnvironment } from "../vendors/connections.ts";
import { ConnectionsIncomplete } from "../vendors/environment.ts";
import { vendors as allVendors } from "../vendors/index.ts";
import { readCompiled } from "./compiled-file.ts";
import { refuseMixed, sayEmulated } from "./connect.ts";
import { gateCheck } from "./gate.ts";
import { accountsOf } from "./local/accounts.ts";
import { localEnvironment, localFiles, type Vendors } from "./local/files.ts";
import { installPlugins, refuseOtherPlugins, usesFakeProviders } from "./local/plugins.ts";
import { rehearsalFolder } from "./local/rehearsal-folder.ts";
import { answeringVendors, giveAccounts } from "./local/vendors.ts";
import { stackProgram } from "./stack-program.ts";

export interface Prepared {
  project: Project;
  options: StackOptions;
  gate: {
    /** Why the stack is updated without evidence; null when it is not. */
    breakGlass: string | null;
    /** What the gate said in the last run; null without a gate, and while the program has not run. */
    said: () => GateReport | null;
  };
}

/** What a command was given beside the stack. */
interface UpdateOptions {
  /** For a stack with a gate. */
  evidence?: string | undefined;
  breakGlass?: string | undefined;
  /** A file of compiled resources to take the place of the project's own; for previews. */
  compiled?: string | undefined;
}

/**
 * Loads and checks everything that a run needs before anything is touched.
 * @param action the user's command as typed, told to others while the stack is held
 * @throws UsageError, ConfigurationError or the set-up's error, each with all that is missing
 */
export async function prepareStack(
  root: string,
  stack: string,
  action: string,
  log: Log,
  given: UpdateOptions = {},
): Promise<Prepared> {
  log.update("Compiling the definitions");
  const emulated = onEmulators(root, stack);
  const own = await loadProject(root, stack, { emulated });
  refuseWhole(root, own.stack);
  await layOutProbe(root, own.definitions);
  const compiled = given.compiled === undefined ? null : readCompiled(given.compiled, own.stack.name);
  const project = compiled === null ? own : { ...own, resources: compiled.resources };
  const check = await gateCheck(root, stack, project, given, process.env);
  const gate = check && { ...check, input: { ...check.input, ...compiled?.gate } };
  const { program, refusal, said } = stackProgram(root, project, gate, given);
  const where = emulated
    ? await localTarget(root, stack, own, log)
    : await remoteTarget(root, stack, project.resources);
  const { ensureEngine } = await import("../engine/install/engine.mjs");
  log.update("Looking for the Pulumi engine");
  const engine = await ensureEngine({ log: (text) => log.update(text) });
  return {
    project,
    gate: { breakGlass: gate?.breakGlass ?? null, said },
    options: {
      root,
      project: projectName(root),
      stack,
      resources: project.resources,
      action,
      command: engine.command,
      version: engine.version,
      program,
      refusal,
      ...where,
      onProgress: showProgress(log, project.resources.length),
    },
  };
}

interface Target {
  /** Of the engine's own files, where it is not the project's. */
  folder?: string;
  environment: Record<string, string>;
  backend: Backend;
  lockDirectory: string;
}

async function localTarget(root: string, stack: string, project: Project, log: Log): Promise<Target> {
  const directory = localDirectory(root);
  const vendors = await answeringVendors(directory, log);
  if (vendors === null) {
    throw new UsageError(
      `The emulated vendors of stack ${stack} are not running. Start them with \`tocsin local up\`${stack === localStack ? "" : ` --stack ${stack}, or forget them with \`tocsin local down\``}.`,
    );
  }
  sayEmulated(stack);
  refuseMixed(stack, vendors, process.env);
  // What a program gives is known once it has run: then drills, which know it, bring the accounts up to date.
  if (inputsIn(project.stack).length === 0) await giveAccounts(vendors, await accountsOf(root, project));
  const { localBackend } = await import("../engine/settings.ts");
  await refuseOtherPlugins(directory, vendors);
  await installPlugins(root, localFiles(directory).home);
  return {
    ...(stack === localStack ? {} : { folder: await rehearsalFolder(root, directory, stack) }),
    environment: environmentOf(vendors, project),
    backend: localBackend(directory, { offline: usesFakeProviders() }),
    lockDirectory: drillDirectory(root, stack),
  };
}

/**
 * The environment of a run on the emulated vendors. What a variable at Vercel carries, such as the signing secret of an endpoint
 * that was imported, has to be set: a value in its place would break the handler.
 */
function environmentOf(vendors: Vendors, { resources }: Project): Record<string, string> {
  const isCarried = ({ kind }: Resource) => kind === "environment-variable";
  const made = localEnvironment(vendors, secretNames(resources.filter((one) => !isCarried(one))));
  const carried = secretNames(resources.filter(isCarried)).map(secretVariable);
  const set = carried.flatMap((name): [string, string][] => {
    const value = process.env[name];
    return value && !(name in made) ? [[name, value]] : [];
  });
  return { ...made, ...Object.fromEntries(set) };
}

/** A URL or site may be absent; what is required is checked apart. */
const vendorVariables = allVendors.flatMap(({ variables }) => variables);

async function remoteTarget(root: string, stack: string, resources: readonly Resource[]): Promise<Target> {
  const problems = addressFaults(process.env);
  try {
    fromEnvironment(process.env, new Set(resources.map((resource) => resource.vendor)));
  } catch (error) {
    if (!(error instanceof ConnectionsIncomplete)) throw error;
    if (!problems.includes(error.message)) problems.push(error.message);
  }
  const secrets = secretNames(resources).map(secretVariable);
  const missing = secrets.filter((name) => !process.env[name]);
  if (missing.length > 0)
    problems.push(`Set ${missing.join(", ")} in the environment: the definitions use them as secrets.`);
  if (problems.length > 0)
    throw new UsageError(`Stack ${stack} cannot be run:\n${problems.map((p) => `  ${p}`).join("\n")}`);
  const environment: Record<string, string> = {};
  for (const name of [...vendorVariables, ...secrets]) {
    const value = process.env[name];
    if (value) environment[name] = value;
  }
  return { environment, backend: { offline: false }, lockDirectory: path.join(root, ".local") };
}

/** In a log, where every line stays, the first changes are named one by one, and then one in so many. */
const namedAtFirst = 5;
const namedOf = 25;

function showProgress(log: Log, total: number): StackOptions["onProgress"] {
  let changed = 0;
  return ({ done, step, planned }) => {
    const isChange = !planned && changes.has(step.op);
    if (isChange) changed++;
    const isNews = isChange && (changed <= namedAtFirst || changed % namedOf === 0);
    log[isNews ? "update" : "passing"](`${done}/${total} ${planned ? "looked at" : words[step.op]} ${step.name}`);
  };
}

const changes: ReadonlySet<Op> = new Set(["create", "update", "replace", "delete", "import"]);

const words: Readonly<Record<Op, string>> = {
  same: "unchanged:",
  create: "created",
  update: "updated",
  replace: "replaced",
  delete: "deleted",
  read: "read",
  refresh: "compared with what is live:",
  import: "imported",
};
