import path from "node:path";
import type { StackConfig } from "../../model/stack.ts";
import { localDirectory, onEmulators } from "../../project/emulated.ts";
import { clockAhead } from "../local/files.ts";
import { clientsOf } from "./clients.ts";
import type { CollectOptions } from "./collect.ts";

const dayMs = 86_400_000;

interface Lookback {
  root: string;
  /** As the user named it. */
  name: string;
  stack: StackConfig;
  connections: Parameters<typeof clientsOf>[0];
  days: number;
  progress: (text: string) => void;
}

/** What holds for all that is read of a stack's past. */
export async function termsOf({
  root,
  name,
  stack,
  connections,
  days,
  progress,
}: Lookback): Promise<Omit<CollectOptions, "budget" | "clients"> & { clients: ReturnType<typeof clientsOf> }> {
  const local = onEmulators(root, name);
  const aheadMs = local ? await clockAhead(localDirectory(root)) : 0;
  const now = Date.now() + aheadMs;
  return {
    stack,
    clients: clientsOf(connections),
    range: { from: now - days * dayMs, to: now },
    now,
    aheadMs,
    // Emulated vendors forget what was when they end.
    folder: local ? null : path.join(localDirectory(root), "history"),
    progress,
  };
}
