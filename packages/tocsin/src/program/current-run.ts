import { AsyncLocalStorage } from "node:async_hooks";
import type { GateCheck, GateReport } from "../gate/gate.ts";
import type { Resource } from "../model/resource.ts";
import type { SecretSource } from "../model/secrets.ts";
import type { StackConfig } from "../model/stack.ts";

/** What a command gives a run beside what the project has. */
export interface Command {
  root: string;
  /** For a stack with a gate. */
  evidence?: string | undefined;
  breakGlass?: string | undefined;
  secret: SecretSource;
  told: (report: GateReport) => void;
  /** Whether the resources are not the project's own, but those of a file. */
  isForeign: boolean;
}

/** What a run of the program is about. */
export interface Run {
  /** Folder of Pulumi.yaml. */
  root: string;
  stack: StackConfig;
  resources: readonly Resource[];
  /** What evidence is about, by definition. */
  digests: Readonly<Record<string, string>>;
  /** Undefined for a stack without a gate. */
  gate: GateCheck | undefined;
  secret?: SecretSource;
  /** Called with what the gate says. */
  told?: (report: GateReport) => void;
}

/** The run of a command of ours, around the team's program; nothing under the engine's own command line. */
export const currentRun = new AsyncLocalStorage<{ run: Run; command: Command }>();
