/**
 * The command line, typed again with each message in the same process: the tool is loaded once for all of them. Each ends with the
 * line of the message on both outputs, and has the message's keys in its environment.
 */
import { pathToFileURL } from "node:url";
import { inPackage } from "../../../../../tools/lib/paths.mjs";

const main = pathToFileURL(inPackage("tocsin", "dist", "main.js")).href;

let ended = () => {};
Object.assign(process, { exit: () => ended() });

process.on("message", async (/** @type {{line: string, keys: Record<string, string>}} */ { line, keys }) => {
  Object.assign(process.env, keys);
  const end = new Promise((resolve) => {
    ended = () => resolve(undefined);
  });
  // Its first lines run the command, so each has to be a module of its own.
  await Promise.all([end, import(`${main}?${encodeURIComponent(line)}`)]);
  for (const stream of [process.stdout, process.stderr]) stream.write(`\n${line}\n`);
});
