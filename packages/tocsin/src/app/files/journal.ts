import { existsSync } from "node:fs";
import path from "node:path";

/** Where what a command writes into several files is laid down first. */
export const stagingFolder = (root: string): string => path.join(root, ".local", "writing");

/** It is there from the moment when all is laid down until all is in place. */
export const journalOf = (root: string): string => path.join(stagingFolder(root), "journal.json");

/** Whether a command was killed between the two. */
export const isInterrupted = (root: string): boolean => existsSync(journalOf(root));
