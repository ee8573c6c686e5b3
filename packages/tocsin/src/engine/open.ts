import { mkdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import pulumi from "@pulumi/pulumi";
import { parse } from "semver";
import { secretsFrom } from "../model/secrets.ts";
import { explain, secretValues } from "./errors.ts";
import { Recorder } from "./events.ts";
import type { StackOptions } from "./options.ts";
import { engineEnvironment } from "./settings.ts";
import { hasStateFile } from "./state-file.ts";

/** Opens the stack, or makes it where it does not exist yet. Throws `EngineError`. */
export async function open(options: StackOptions, run: string): Promise<pulumi.automation.Stack> {
  const environment = { ...options.environment, ...engineEnvironment(options.backend, run) };
  if (options.backend.url?.startsWith("file:")) await mkdir(fileURLToPath(options.backend.url), { recursive: true });
  try {
    const workspace = await pulumi.automation.LocalWorkspace.create({
      workDir: options.folder ?? options.root,
      envVars: environment,
      pulumiCommand: engineCommand(options),
      program: async () => {
        const secret = secretsFrom({ ...process.env, ...options.environment });
        return options.program({ resources: options.resources, secret });
      },
    });
    const url = options.backend.url ?? process.env.PULUMI_BACKEND_URL;
    // Every call names its stack: to select it starts the engine once more, only to learn whether there is one.
    if (hasStateFile({ url, project: options.project, stack: options.stack }))
      workspace.selectStack = () => Promise.resolve();
    return withoutAfterthoughts(await pulumi.automation.Stack.createOrSelect(options.stack, workspace));
  } catch (cause) {
    const wording = { noun: "Opening", stack: options.stack, again: options.action, total: 0 };
    throw explain(cause, new Recorder(), wording, secretValues(options.environment));
  }
}

/**
 * After each run the Automation API starts the engine three times more, for the outputs, the outputs with their secrets in clear,
 * and the history: nobody looks at them, since the events of the run have told everything.
 */
function withoutAfterthoughts(stack: pulumi.automation.Stack): pulumi.automation.Stack {
  stack.outputs = () => Promise.resolve({});
  stack.info = () => Promise.resolve(undefined);
  return stack;
}

/** The SDK's own way to make one starts the engine, only to ask for the version that we know. */
const engineCommand = ({ command, version }: StackOptions): pulumi.automation.PulumiCommand =>
  Reflect.construct(pulumi.automation.PulumiCommand, [command, parse(version)]);
