import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { dirname, join, normalize } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

/** A function that answers later than that is ended by Vercel. */
const limitMs = 60_000;
const runner = fileURLToPath(new URL("function-runner.mjs", import.meta.url));

/** What is run of a deployment. */
export interface Runnable {
  id: string;
  project: { id: string; environment: readonly { key: string; value: string; target: readonly string[] }[] };
  /** By path; the SHA-1 of each file's content. */
  files: ReadonlyMap<string, string>;
}

interface Running {
  deployment: string;
  /** Without it the process answers nobody: only the platform calls functions here. */
  token: string;
  process: Promise<ChildProcess>;
  /** Base URL; rejected when the process does not come up. */
  url: Promise<string>;
}

/** What a function answered; without a body where it did not run or took too long. */
export interface FunctionAnswer {
  status: number;
  body: string;
}

/** The last call of a function by its cron; `answer` is null while it is under way. */
interface LastCall {
  path: string;
  at: Date;
  answer: FunctionAnswer | null;
}

/**
 * The functions of production deployments. The newest deployment of a project that has any runs as a process made from its
 * files, with the production variables of the moment when it was made, as Vercel bakes them in.
 */
export class Functions {
  /** Where files are written out; null: nothing runs. */
  readonly #directory: string | null;
  readonly #running = new Map<string, Running>();
  /** Calls so far: begun; of those that ended, answered with a 2xx and all others. */
  readonly calls = { begun: 0, answered: 0, failed: 0 };
  /** By project and path. */
  readonly #last = new Map<string, LastCall & { projectId: string }>();

  constructor(directory: string | null) {
    this.#directory = directory;
  }

  /**
   * Puts a production deployment into service; an earlier one of the project ends when this one answers.
   *
   * @param contents of all uploaded files, by SHA-1
   */
  deploy(contents: ReadonlyMap<string, Buffer>, deployment: Runnable): void {
    const directory = this.#directory;
    const { id, project, files } = deployment;
    if (directory === null || ![...files.keys()].some((file) => /^api\/[\w-]+\.mjs$/.test(file))) return;
    const earlier = this.#running.get(project.id);
    const variables = project.environment.filter(({ target }) => target.includes("production"));
    const environment = Object.fromEntries(variables.map(({ key, value }) => [key, value]));
    const folder = join(directory, "vercel", id);
    const token = randomBytes(32).toString("hex");
    const process = writeOut(contents, files, folder).then(() => start(folder, environment, token));
    const url = process.then(addressOf);
    url.catch((error: unknown) => console.error(`emulated Vercel: deployment ${id} does not run\n`, error));
    this.#running.set(project.id, { deployment: id, token, process, url });
    if (earlier !== undefined) void url.catch(() => {}).then(() => this.#end(earlier));
  }

  /** Whether a project's functions run here. */
  has(projectId: string): boolean {
    return this.#running.has(projectId);
  }

  /** What a function answers to a GET at a time; 500 when it does not run, 504 when it takes too long. */
  async get(projectId: string, path: string, headers: Record<string, string>, at: Date): Promise<FunctionAnswer> {
    this.calls.begun += 1;
    const call: LastCall & { projectId: string } = { projectId, path, at, answer: null };
    this.#last.set(`${projectId} ${path}`, call);
    const answer = await this.#call(projectId, path, headers);
    call.answer = answer;
    this.calls[answer.status >= 200 && answer.status < 300 ? "answered" : "failed"] += 1;
    return answer;
  }

  /** The last call of each function of a project that a cron has called. */
  lastCalls(projectId: string): LastCall[] {
    return [...this.#last.values()].filter((call) => call.projectId === projectId);
  }

  async #call(projectId: string, path: string, headers: Record<string, string>): Promise<FunctionAnswer> {
    const running = this.#running.get(projectId);
    if (running === undefined) return { status: 404, body: "" };
    try {
      const signal = AbortSignal.timeout(limitMs);
      const url = `${await running.url}${path}`;
      const answer = await fetch(url, { headers: { ...headers, "x-runner-token": running.token }, signal });
      return { status: answer.status, body: await answer.text() };
    } catch (error) {
      return { status: error instanceof Error && error.name === "TimeoutError" ? 504 : 500, body: "" };
    }
  }

  /** Ends what runs of a project that is gone. */
  async remove(projectId: string): Promise<void> {
    const running = this.#running.get(projectId);
    this.#running.delete(projectId);
    if (running !== undefined) await this.#end(running);
  }

  async close(): Promise<void> {
    await Promise.all([...this.#running.keys()].map((project) => this.remove(project)));
  }

  async #end({ deployment, process }: Running): Promise<void> {
    const child = await process.catch(() => null);
    if (child !== null && child.exitCode === null && child.signalCode === null) {
      child.kill("SIGTERM");
      await once(child, "exit");
    }
    if (this.#directory !== null)
      await rm(join(this.#directory, "vercel", deployment), { recursive: true, force: true });
  }
}

async function writeOut(
  contents: ReadonlyMap<string, Buffer>,
  files: ReadonlyMap<string, string>,
  folder: string,
): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  for (const [name, sha] of files) {
    const file = join(folder, normalize(`/${name}`));
    await mkdir(dirname(file), { recursive: true, mode: 0o700 });
    await writeFile(file, contents.get(sha) ?? "", { mode: 0o600 });
  }
}

/**
 * With the deployment's variables only: nothing of this process or of the user's shell reaches it. The token goes in by standard
 * input, as everybody on the machine may read a process's arguments.
 */
function start(folder: string, environment: Record<string, string>, token: string): ChildProcess {
  const env = { PATH: process.env.PATH, ...environment };
  const child = spawn(process.execPath, ["--max-semi-space-size=4", "--single-threaded-gc", runner, folder], {
    cwd: folder,
    env,
    stdio: ["pipe", "pipe", "inherit"],
  });
  // One that has ended already is told by its exit.
  child.stdin?.on("error", () => {});
  child.stdin?.write(`${token}\n`);
  return child;
}

async function addressOf(child: ChildProcess): Promise<string> {
  if (child.stdout === null) throw new Error("it has no output");
  const lines = createInterface(child.stdout);
  const first = await Promise.race([
    once(lines, "line").then(([line]) => String(line)),
    once(child, "exit").then(() => null),
  ]);
  if (first === null) throw new Error("it ended at once");
  return first;
}
