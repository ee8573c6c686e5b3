import { spawn } from "node:child_process";
import { once } from "node:events";
import { connect } from "node:net";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const executable = fileURLToPath(new URL("../../../plugin/pulumi-resource-tocsin", import.meta.url));

/** Starts a plugin as the engine does: from some directory, its standard input held open. */
function start(environment: Record<string, string> = {}) {
  const child = spawn(executable, ["127.0.0.1:1"], {
    cwd: "/",
    env: { PATH: process.env.PATH ?? "", ...environment },
  });
  let stdout = "";
  let stderr = "";
  child.stdout.on("data", (chunk: Buffer) => {
    stdout += chunk.toString();
  });
  child.stderr.on("data", (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  const ended = once(child, "exit").then(([code]: unknown[]) => code);
  const port = async () => {
    while (!stdout.includes("\n")) await once(child.stdout, "data");
    return Number(stdout.trim());
  };
  return { child, ended, port, stdout: () => stdout, stderr: () => stderr };
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    socket.on("connect", () => {
      socket.destroy();
      resolve(true);
    });
    socket.on("error", () => resolve(false));
  });
}

describe("the plugin's process", () => {
  it("says its port and nothing else, without credentials too, and ends when the engine's end of its input closes", async () => {
    const plugin = start();
    const port = await plugin.port();
    expect(await accepts(port)).toBe(true);
    plugin.child.stdin.end();
    expect(await plugin.ended).toBe(0);
    expect(plugin.stdout()).toBe(`${port}\n`);
    expect(plugin.stderr()).toBe("");
  });

  it("ends when the engine interrupts it", async () => {
    const plugin = start();
    await plugin.port();
    plugin.child.kill("SIGINT");
    expect(await plugin.ended).toBe(0);
  });
});
