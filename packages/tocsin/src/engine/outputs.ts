import { runCommand } from "./command.ts";
import { explain } from "./errors.ts";
import { Recorder } from "./events.ts";
import { type Backend, engineEnvironment } from "./settings.ts";

interface StateOptions {
  /** Folder of `Pulumi.yaml`. */
  root: string;
  stack: string;
  backend: Backend;
  /** The engine's executable. */
  command: string;
  /** The user's command, such as `tocsin promote --check --stack prod`. */
  action: string;
}

/**
 * The outputs of a stack as its last update left them, by name; null when the stack has never been made. Neither takes the
 * stack nor needs credentials of a vendor.
 * @throws EngineError when the state cannot be read
 */
export async function readOutputs({ root, stack, backend, command, action }: StateOptions): Promise<unknown> {
  const environment = engineEnvironment(backend, `outputs-${process.pid}`);
  try {
    const args = ["stack", "output", "--json", "--stack", stack];
    return JSON.parse(await runCommand({ command, cwd: root, environment }, args));
  } catch (cause) {
    if (cause instanceof Error && /no stack named/.test(cause.message)) return null;
    throw explain(cause, new Recorder(), { noun: "Preview", stack, again: action, total: 0 }, []);
  }
}
