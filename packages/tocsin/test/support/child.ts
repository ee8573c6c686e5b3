import type { ChildProcess } from "node:child_process";
import { once } from "node:events";

/** Waits for the end of a process: its exit code and all that it wrote. */
export async function ended(child: ChildProcess): Promise<{ code: number; output: string }> {
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on("data", (chunk: Buffer) => {
      output += chunk.toString();
    });
  }
  const [code] = await once(child, "close");
  return { code: Number(code), output };
}
