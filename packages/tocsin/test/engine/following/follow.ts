/** Follows a page of docs/ as a person would: in a copy of the project, file by file and command by command. */
import { execFile, execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { copyCompilerMemory } from "./compiler-memory.ts";

const root = path.resolve(import.meta.dirname, "../../../../..");

export type Step =
  | { do: "write"; file: string; text: string }
  | { do: "edit"; file: string; before: string[]; after: string[] }
  | { do: "run"; words: string[] };

/**
 * The steps of a page, in its order: a block whose first line names a file is that file; a block `diff FILE` holds lines of it
 * (a blank in front), those to add (+) and to take away (-); an indented line that begins with npx is a command.
 */
export function stepsOf(page: string): Step[] {
  const text = readFileSync(path.join(root, "docs", page), "utf8");
  const found = text.matchAll(/^(`{3,})(\w+) (\S+)\n([\s\S]*?)^\1$|^ {4}npx (.+)$/gm);
  return [...found].map(([, , language = "", file = "", body = "", command]): Step => {
    if (command !== undefined) return { do: "run", words: command.split(" ") };
    if (language !== "diff") return { do: "write", file, text: body };
    const lines = body.split("\n").slice(0, -1);
    const side = (signs: string) => lines.filter((line) => signs.includes(line.charAt(0))).map((line) => line.slice(1));
    return { do: "edit", file, before: side(" -"), after: side(" +") };
  });
}

/** The text of a file after an edit. Throws when the page does not fit it. */
export function edited(text: string, { file, before, after }: Extract<Step, { do: "edit" }>): string {
  const lines = `\n${before.join("\n")}\n`;
  if (`\n${text}`.split(lines).length !== 2) throw new Error(`${file} does not have once:${lines}`);
  return `\n${text}`.replace(lines, () => `\n${after.join("\n")}\n`).slice(1);
}

export interface Copy {
  folder: string;
  /** Does one step; what a command printed. Throws when the page does not fit the project, or the command fails. */
  follow(step: Step): Promise<string>;
  read(file: string): string;
  remove(): void;
}

/** A copy of this checkout under git, with its packages. */
export function copyOfProject(): Copy {
  const folder = mkdtempSync(path.join(tmpdir(), "tocsin-follow-"));
  const git = (...args: string[]) => execFileSync("git", args, { cwd: folder, encoding: "utf8" });
  const list = execFileSync("git", ["ls-files", "-co", "--exclude-standard", "-z"], { cwd: root, encoding: "utf8" });
  for (const file of list.split("\0")) {
    if (file !== "" && existsSync(path.join(root, file))) cpSync(path.join(root, file), path.join(folder, file));
  }
  // A package whose version differs from what others ask for lies below the package that needs it.
  for (const packages of ["node_modules", "packages/tocsin/node_modules"])
    symlinkSync(path.join(root, packages), path.join(folder, packages));
  git("init", "--quiet");
  git("add", "--all");
  git("-c", "user.name=a", "-c", "user.email=a@example.com", "commit", "--quiet", "--message", "before");
  const read = (file: string) => readFileSync(path.join(folder, file), "utf8");

  const follow = async (step: Step): Promise<string> => {
    if (step.do === "run") return run(step.words);
    const file = path.join(folder, step.file);
    mkdirSync(path.dirname(file), { recursive: true });
    if (step.do === "write") {
      if (existsSync(file)) throw new Error(`${step.file} is there already`);
      writeFileSync(file, step.text);
      return "";
    }
    writeFileSync(file, edited(read(step.file), step));
    return "";
  };

  /** What npx would start, out of the copy and its packages. */
  const run = async ([name = "", ...words]: string[]): Promise<string> => {
    const bin: Record<string, string[]> = {
      tocsin: ["packages/tocsin/bin/tocsin.mjs"],
      vitest: ["node_modules/vitest/vitest.mjs"],
      // Its memory of the last run lies with the packages, which the copy only borrows.
      tsc: ["node_modules/typescript-7/bin/tsc", "--tsBuildInfoFile", copyCompilerMemory(root, folder)],
    };
    const program = bin[name];
    if (program === undefined) throw new Error(`nobody knows what npx ${name} starts`);
    const own = Object.entries(process.env).filter(([key]) => !/^(VITEST|VITE_|NODE_ENV|TEST)/.test(key));
    const env = {
      ...Object.fromEntries(own),
      CI: "true",
      NO_COLOR: "1",
      TOCSIN_LOCAL_DIR: path.join(folder, ".local"),
    };
    return new Promise((resolve, reject) => {
      const options = { cwd: folder, env, maxBuffer: 64 * 1024 * 1024 };
      execFile(process.execPath, [...program, ...words], options, (error, stdout, stderr) => {
        if (error === null) resolve(stdout + stderr);
        else reject(new Error(`npx ${name} ${words.join(" ")} ended with ${error.code}\n${stdout}\n${stderr}`));
      });
    });
  };

  return { folder, follow, read, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
