import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pulumi from "@pulumi/pulumi";
import { installFakeProviders } from "../../../../fake-providers/src/install.ts";
import { ensureEngine } from "../../../src/engine/install/engine.mjs";

type Change = Record<string, number>;

export interface Stand {
  /** A folder for the test's own files, next to the stack's. */
  folder: string;
  up(program: () => Promise<Record<string, unknown>>, options?: { refresh?: boolean }): Promise<Change>;
  preview(program: () => Promise<Record<string, unknown>>): Promise<Change>;
  /** A preview that looks at the vendor first. */
  previewRefresh(program: () => Promise<Record<string, unknown>>): Promise<Change>;
  refresh(): Promise<Change>;
  destroy(options?: { refresh?: boolean }): Promise<void>;
  /** The whole state as the backend has it, secrets encrypted. */
  state(): Promise<string>;
  close(): Promise<void>;
}

/** A stack on the real engine with the fake providers in place, everything in a folder of its own. */
export async function stand(environment: Record<string, string>): Promise<Stand> {
  const folder = await mkdtemp(join(tmpdir(), "tocsin-fake providers-"));
  const pulumiHome = join(folder, "home");
  const workDir = join(folder, "stack");
  await Promise.all([mkdir(join(folder, "backend")), mkdir(workDir), mkdir(pulumiHome)]);
  await writeFile(join(workDir, "Pulumi.yaml"), "name: fake-providers\nruntime: nodejs\n");
  await installFakeProviders({ pulumiHome });
  const { automation } = pulumi;
  const command = await automation.PulumiCommand.get({ root: await rootOf(folder), skipVersionCheck: true });
  const stack = await automation.LocalWorkspace.createOrSelectStack(
    { stackName: "test", projectName: "fake-providers", program: async () => ({}) },
    {
      workDir,
      pulumiHome,
      pulumiCommand: command,
      envVars: {
        PULUMI_BACKEND_URL: `file://${join(folder, "backend")}`,
        PULUMI_CONFIG_PASSPHRASE: "test",
        PULUMI_SKIP_UPDATE_CHECK: "true",
        PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
        PULUMI_SKIP_CHECKPOINTS: "false",
        ...environment,
      },
    },
  );
  // The engine would be started three times more after each run, for outputs and history that nobody here looks at.
  stack.outputs = () => Promise.resolve({});
  stack.info = () => Promise.resolve(undefined);
  return {
    folder,
    up: (program, { refresh = false } = {}) => changesOf((o) => stack.up({ ...o, program, refresh })),
    async preview(program) {
      return { ...(await stack.preview({ program, color: "never" })).changeSummary };
    },
    async previewRefresh(program) {
      return { ...(await stack.preview({ program, refresh: true, color: "never" })).changeSummary };
    },
    refresh: () => changesOf((o) => stack.refresh(o)),
    async destroy(options = {}) {
      await stack.destroy({ refresh: options.refresh ?? false, color: "never" });
    },
    // An export would decrypt it.
    state: () => readFile(join(folder, "backend/.pulumi/stacks/fake-providers/test.json"), "utf8"),
    close: () => rm(folder, { recursive: true, force: true }),
  };
}

/** What a run has changed, as the engine tells it at the end. */
async function changesOf(
  run: (options: { color: "never"; onEvent: (event: pulumi.automation.EngineEvent) => void }) => Promise<unknown>,
): Promise<Change> {
  let changes: Change | undefined;
  await run({
    color: "never",
    onEvent: ({ summaryEvent }) => {
      changes = summaryEvent?.resourceChanges ?? changes;
    },
  });
  if (changes === undefined) throw new Error("The engine did not tell what it has changed.");
  return changes;
}

/** A root as the Automation API expects it, with the engine under `bin`. */
async function rootOf(folder: string): Promise<string> {
  const root = join(folder, "engine");
  await mkdir(join(root, "bin"), { recursive: true });
  const engine = await ensureEngine({ log: () => {} });
  await writeFile(join(root, "bin/pulumi"), `#!/bin/sh\nexec '${engine.command}' "$@"\n`, { mode: 0o755 });
  return root;
}
