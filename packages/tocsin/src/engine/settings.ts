/** How the engine is started: its environment, apart from the credentials of the vendors. */
import path from "node:path";
import { pathToFileURL } from "node:url";
import { runVariable } from "./processes.ts";

/**
 * The local stack's passphrase. Its state only ever holds values that the emulated vendors made up, so a constant that
 * everybody knows is enough; the salt that goes with it is committed in `Pulumi.local.yaml`.
 */
const localPassphrase = "tocsin-local";

/** Salt of that passphrase, for a stack whose own file has another. */
export const localEncryption = "v1:NL+Uy5wNbbM=:v1:XkvqkGocdmImp5uc:fy5sWTE9HZmyZaOUWDpm54MjWwVGLw==";

/** Where a stack's state lives and how the engine reaches it. */
export interface Backend {
  /** `file://`, `s3://`, ...; the engine's own login when absent. */
  url?: string | undefined;
  /** PULUMI_HOME: plugins and the engine's settings; the user's own when absent. */
  home?: string | undefined;
  /** Passphrase of the state's secrets; the user's own setting when absent. */
  passphrase?: string | undefined;
  /** Never fetch a plugin: everything needed is installed already. */
  offline: boolean;
}

/** State and engine home of the local stack, inside its folder. */
export function localBackend(
  directory: string,
  options: { offline: boolean },
): Backend & { url: string; home: string } {
  return {
    // Without the attribute files beside each state file: written in place, a kill leaves one empty, and the engine then
    // refuses the whole state ("failed to load checkpoint: EOF"). The state files themselves are replaced by a rename.
    url: `${pathToFileURL(path.join(directory, "state")).href}?metadata=skip`,
    home: path.join(directory, "pulumi"),
    passphrase: localPassphrase,
    offline: options.offline,
  };
}

/** Environment of one engine run; `run` marks all its processes, where they are to be found again. */
export function engineEnvironment(backend: Backend, run?: string): Record<string, string> {
  return {
    ...(run === undefined ? {} : { [runVariable]: run }),
    PULUMI_SKIP_UPDATE_CHECK: "true",
    ...(backend.url === undefined ? {} : { PULUMI_BACKEND_URL: backend.url }),
    ...(backend.home === undefined ? {} : { PULUMI_HOME: backend.home }),
    ...(backend.passphrase === undefined ? {} : { PULUMI_CONFIG_PASSPHRASE: backend.passphrase }),
    ...(backend.offline ? { PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true" } : {}),
  };
}
