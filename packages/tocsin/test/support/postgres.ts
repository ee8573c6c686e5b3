import { execFile, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { realpathSync } from "node:fs";
import { chown, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";

const run = promisify(execFile);

/** A database server of its own, in a temporary folder, reachable by a socket there only. */
export interface PostgresServer {
  /**
   * Runs statements in one transaction and returns the lines of the last one's result, columns parted by `|`.
   * @throws SqlError
   */
  sql(text: string, as?: string): Promise<string[]>;
  /** The definition of all that the database holds, roles included, without the named schemas. */
  dump(without?: string[]): Promise<string>;
  stop(): Promise<void>;
}

/** An error of the server, with its SQLSTATE. */
export class SqlError extends Error {
  readonly code: string;
  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

/** Starts a server; `command` is the path of `postgres`. As root it runs as the user that Debian makes for it. */
export async function startPostgres(command: string): Promise<PostgresServer> {
  const bin = dirname(realpathSync(command));
  const dir = await mkdtemp(join(tmpdir(), "tocsin-postgres-"));
  const owner = ownerOfServer();
  if (owner !== null) await chown(dir, owner.uid, owner.gid);
  const data = join(dir, "data");
  const how = { ...(owner ?? {}), cwd: dir };
  await run(join(bin, "initdb"), ["-D", data, "-A", "trust", "-U", "postgres", "-E", "UTF8", "--no-sync"], how);
  const settings = ["listen_addresses=", `unix_socket_directories=${dir}`, "fsync=off", "shared_buffers=256MB"];
  const flags = settings.flatMap((one) => ["-c", one]);
  const server = spawn(join(bin, "postgres"), ["-D", data, ...flags], { ...how, stdio: ["ignore", "ignore", "pipe"] });
  const exited = once(server, "exit");
  let said = "";
  server.stderr.on("data", (chunk: Buffer) => {
    said += chunk.toString();
  });
  const stop = async () => {
    // Does not wait for clients.
    if (server.exitCode === null) server.kill("SIGINT");
    await exited;
    await rm(dir, { recursive: true, force: true });
  };
  const to = (user: string) => ["-h", dir, "-U", user, "-d", "postgres"];

  let files = 0;
  const sql = async (text: string, as = "postgres"): Promise<string[]> => {
    const file = join(dir, `statements-${++files}.sql`);
    await writeFile(file, text);
    const quiet = ["-X", "-q", "-A", "-t", "--single-transaction"];
    const variables = ["-v", "ON_ERROR_STOP=1", "-v", "VERBOSITY=verbose"];
    try {
      const { stdout } = await run(join(bin, "psql"), [...to(as), ...quiet, ...variables, "-f", file], {
        maxBuffer: 1e8,
      });
      return stdout.split("\n").filter((line) => line !== "");
    } catch (error) {
      const stderr = error instanceof Error && "stderr" in error ? String(error.stderr) : String(error);
      const [, code = "", message = stderr] = /ERROR: +(\w{5}): (.*)/.exec(stderr) ?? [];
      throw new SqlError(code, message);
    }
  };
  const dump = async (without: string[] = []) => {
    const excluded = without.flatMap((schema) => ["-N", schema]);
    const schema = await run(join(bin, "pg_dump"), [...to("postgres"), "-s", ...excluded], { maxBuffer: 1e8 });
    const roles = await run(join(bin, "pg_dumpall"), ["-h", dir, "-U", "postgres", "-r"], { maxBuffer: 1e8 });
    // A key against injection that is another in each dump.
    return `${roles.stdout}${schema.stdout}`.replace(/^\\(un)?restrict .*$/gm, "");
  };
  for (;;) {
    if (server.exitCode !== null) {
      await stop();
      throw new Error(`PostgreSQL did not start:\n${said}`);
    }
    if ((await sql("select 1").catch(() => null)) !== null) return { sql, dump, stop };
    await sleep(50);
  }
}

/** PostgreSQL refuses to run as root. */
function ownerOfServer(): { uid: number; gid: number } | null {
  if (process.getuid?.() !== 0) return null;
  const id = (flag: string) => Number(execFileSync("id", [flag, "postgres"], { encoding: "utf8" }));
  return { uid: id("-u"), gid: id("-g") };
}
