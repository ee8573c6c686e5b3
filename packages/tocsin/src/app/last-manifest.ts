/** Apart from gate.ts: `tocsin/pulumi` takes that one, and an existing program must not bring the engine's set-up. */

import { z } from "zod";
import { localDirectory, localStack, onEmulators } from "../project/emulated.ts";
import { usesFakeProviders } from "./local/plugins.ts";
import { rehearsalFolder } from "./local/rehearsal-folder.ts";

const outputs = z.object({ tocsin: z.record(z.string(), z.unknown()).optional() }).nullable();

/**
 * What a stack's last update left in its output `tocsin`, out of the stack's state; null before the first one.
 * @throws EngineError or SetUpError when it cannot be told
 */
export async function lastManifest(
  root: string,
  stack: string,
  action: string,
): Promise<Record<string, unknown> | null> {
  const [{ ensureEngine }, { readOutputs }, { localBackend }] = await Promise.all([
    import("../engine/install/engine.mjs"),
    import("../engine/outputs.ts"),
    import("../engine/settings.ts"),
  ]);
  const { command } = await ensureEngine({ log: () => {} });
  const emulated = onEmulators(root, stack);
  const directory = localDirectory(root);
  const backend = emulated ? localBackend(directory, { offline: usesFakeProviders() }) : { offline: false };
  const folder = emulated && stack !== localStack ? await rehearsalFolder(root, directory, stack) : root;
  return outputs.parse(await readOutputs({ root: folder, stack, backend, command, action }))?.tocsin ?? null;
}
