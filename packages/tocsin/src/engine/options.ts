import type { Resource } from "../model/resource.ts";
import type { SecretSource } from "../model/secrets.ts";
import type { CommandOptions } from "./command.ts";
import type { Progress } from "./events.ts";
import { type Backend, engineEnvironment } from "./settings.ts";

/** What a program declares. */
interface Declared {
  resources: readonly Resource[];
  secret: SecretSource;
}

export interface StackOptions {
  /** Folder of `Pulumi.yaml` and of the stack files. */
  root: string;
  /** The same, where the engine is not to write to the project's own. */
  folder?: string;
  /** The project's name, as in `Pulumi.yaml`. */
  project: string;
  stack: string;
  resources: readonly Resource[];
  /** Credentials, base URLs and secrets of the run; they win over what the shell has. */
  environment: Readonly<Record<string, string>>;
  backend: Backend;
  /** The engine's executable, an absolute path, and its version: from `ensureEngine`, which has asked it. */
  command: string;
  version: string;
  /** Folder where it is recorded who runs the stack. */
  lockDirectory: string;
  /** The user's command, such as `tocsin up --stack local`. */
  action: string;
  onProgress?: Progress | undefined;
  /** Declares the resources; returns the stack's outputs. Runs in this process, each time the engine asks for it. */
  program: (declared: Declared) => Promise<Record<string, unknown>>;
  /** Why the program refused the run that has just failed, and that refusal is then all there is to say; null when it did not. */
  refusal?: () => string | null;
  /** Done once the stack is taken and before its state is opened. */
  beforeOpen?: () => Promise<void>;
}

/** How the engine's own command is called for one run of a stack. */
export function commandOf({ command, root, folder, environment, backend }: StackOptions, run: string): CommandOptions {
  return { command, cwd: folder ?? root, environment: { ...environment, ...engineEnvironment(backend, run) } };
}
