import { spawn } from "node:child_process";

/** How the engine's command line is started. */
export interface CommandOptions {
  command: string;
  cwd: string;
  environment: Readonly<Record<string, string>>;
}

/**
 * Runs the engine's own command line and gives what it printed. Used for the state only: the Automation API would export it
 * with its secrets in clear and pass it on through a file in the temporary folder.
 * @throws Error with what the engine printed on stderr
 */
export function runCommand(options: CommandOptions, args: readonly string[], input = ""): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(options.command, [...args, "--non-interactive"], {
      cwd: options.cwd,
      env: { ...process.env, ...options.environment },
      stdio: "pipe",
    });
    const output: Buffer[] = [];
    let said = "";
    child.stdout.on("data", (chunk: Buffer) => output.push(chunk));
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      said += text;
    });
    child.once("error", reject);
    child.once("close", (code) => {
      if (code === 0) resolve(Buffer.concat(output).toString("utf8"));
      else reject(new Error(said.trim() || `${options.command} ended with ${code}`));
    });
    child.stdin.on("error", () => {
      // It ended without reading all: its exit code and words tell why.
    });
    child.stdin.end(input);
  });
}
