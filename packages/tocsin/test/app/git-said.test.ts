import { expect, it } from "vitest";
import { saidByGit } from "../../src/app/review/git.ts";

/** What git says is told whole: what is wrong, and what it advises behind that. */
it.each<[string, string, string | null]>([
  [
    "one line",
    "fatal: not a git repository (or any of the parent directories): .git\n",
    "not a git repository (or any of the parent directories): .git",
  ],
  [
    "with advice",
    "fatal: detected dubious ownership in repository at '/repo'\nTo add an exception for this directory, call:\n\n\tgit config --global --add safe.directory /repo\n",
    "detected dubious ownership in repository at '/repo'. To add an exception for this directory, call: git config --global --add safe.directory /repo",
  ],
  ["what it did before", "Preparing worktree (detached HEAD)\nerror: cannot update\nfatal: no space\n", "no space"],
  ["nothing that it calls wrong", "something\nwent by\n", "went by"],
  ["nothing", "", null],
  ["more than anybody reads", `fatal: no\n${"hint: more\n".repeat(9)}`, "no. more. more. more"],
])("%s", (_, stderr, text) => {
  expect(saidByGit(stderr)).toBe(text);
});
