import { spawn } from "node:child_process";
import { accessSync, closeSync, constants, mkdirSync, openSync, readFileSync, statSync } from "node:fs";
import { delimiter, dirname, resolve } from "node:path";
import { messageOf } from "../../shared/failure.mjs";

/** Signals that ask us to stop. What we started must stop too, or it would go on writing after we gave up our lock. */
const stopSignals = /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"]);

/**
 * @typedef {object} ChildOptions
 * @property {string} [cwd]
 * @property {NodeJS.ProcessEnv} [env]
 * @property {number} [timeoutMs] killed after that time
 * @property {string} [logFile] gets stdout and stderr; without it they are returned
 * @property {boolean} [inherit] shows stdout and stderr as they come
 * @property {(pid: number) => void} [onStart]
 */

/**
 * @typedef {object} ChildResult
 * @property {number} code exit code; 1 for a child that was killed, 127 for one that could not be started
 * @property {string} output stdout and stderr in order of arrival, or the end of the log file
 * @property {boolean} timedOut
 * @property {string} failure empty when the code is 0, else a phrase: "exit code 1", "killed by SIGKILL", "no such file"
 */

/**
 * Runs a program to its end. Never throws: a program that cannot be started is a failure like any other.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {ChildOptions} [options]
 * @returns {Promise<ChildResult>}
 */
export function runChild(command, args, options = {}) {
  const log = options.logFile === undefined ? undefined : openLog(options.logFile);
  const sink = log ?? (options.inherit ? "inherit" : "pipe");
  const child = spawn(command, args, {
    cwd: options.cwd,
    env: options.env ?? process.env,
    stdio: ["ignore", sink, sink],
  });
  if (log !== undefined) closeSync(log);
  if (child.pid !== undefined) options.onStart?.(child.pid);

  let output = "";
  child.stdout?.setEncoding("utf8").on("data", (text) => {
    output += text;
  });
  child.stderr?.setEncoding("utf8").on("data", (text) => {
    output += text;
  });

  let timedOut = false;
  const timer = options.timeoutMs === undefined ? undefined : setTimeout(expire, options.timeoutMs);
  function expire() {
    timedOut = true;
    child.kill("SIGKILL");
    // A grandchild may hold the pipes open for ever.
    child.stdout?.destroy();
    child.stderr?.destroy();
  }

  /** @param {NodeJS.Signals} signal */
  function stop(signal) {
    child.kill(signal);
    forget();
    process.kill(process.pid, signal);
  }
  function forget() {
    clearTimeout(timer);
    for (const signal of stopSignals) process.removeListener(signal, stop);
  }
  for (const signal of stopSignals) process.on(signal, stop);

  return new Promise((settle) => {
    /**
     * @param {number} code
     * @param {string} failure
     */
    function finish(code, failure) {
      forget();
      settle({ code, output: options.logFile ? endOf(options.logFile) : output, timedOut, failure });
    }
    child.on("error", (error) => finish(127, messageOf(error)));
    child.on("close", (code, signal) => {
      if (timedOut) finish(1, `no answer within ${(options.timeoutMs ?? 0) / 1000} s`);
      else if (code === null) finish(1, `killed by ${signal}`);
      else finish(code, code === 0 ? "" : `exit code ${code}`);
    });
  });
}

/**
 * The program of that name on a PATH, as a shell would find it; undefined when there is none.
 * @param {string} name
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {string | undefined}
 */
export function findOnPath(name, env = process.env) {
  for (const folder of (env.PATH ?? "").split(delimiter)) {
    const file = resolve(folder, name);
    if (folder !== "" && isExecutable(file)) return file;
  }
  return undefined;
}

/** @param {string} file */
function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}

/** @param {string} file */
function openLog(file) {
  mkdirSync(dirname(file), { recursive: true });
  return openSync(file, "w");
}

/**
 * The last lines of a log, enough to see why a program failed.
 * @param {string} file
 */
function endOf(file) {
  return readFileSync(file, "utf8").trimEnd().split("\n").slice(-25).join("\n");
}
