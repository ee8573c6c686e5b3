/** The two worlds of the files of outputs. */
import { rmSync } from "node:fs";
import { copyProject } from "../../support/project-copy.ts";
import { tocsin } from "../cli/tocsin.ts";
import { run } from "../drill/command.ts";
import { root, Stand } from "../drill/stand.ts";
import { outputOf, wordsOf } from "./outputs.ts";

export interface OutputWorld {
  /** Runs a command line; what it printed, with what differs from run to run masked. */
  output(command: string): Promise<string>;
  close(): Promise<void>;
}

/** A copy of the second example project, with nothing live. */
async function offline(): Promise<OutputWorld> {
  const folder = await copyProject("foundry");
  return {
    output: async (command) => outputOf(tocsin(folder, wordsOf(command)), { [folder]: "<project>" }),
    close: async () => rmSync(folder, { recursive: true }),
  };
}

/** The repository's own project on the emulated vendors, with everything live that its code asks for. */
async function emulated(): Promise<OutputWorld> {
  const stand = await Stand.start();
  const folders = { [stand.directory]: "<local>", [root.replace(/\/$/, "")]: "<project>" };
  return {
    output: async (command) => outputOf(await run(stand.directory, wordsOf(command)), folders),
    close: () => stand.close(),
  };
}

export const worlds = { offline, emulated };
