import { codeOf, messageOf } from "./failure.mjs";

/** The words of what a file system answers; what is not here is shown as it is. @type {Readonly<Record<string, string>>} */
const words = {
  EACCES: "permission denied",
  EEXIST: "something else is there",
  EDQUOT: "the disk quota is used up",
  EFBIG: "no file may grow so large here",
  EISDIR: "it is a folder",
  ELOOP: "its links lead in a circle",
  ENAMETOOLONG: "its name is too long",
  ENOENT: "no such file",
  ENOSPC: "no space is left on the disk",
  ENOTDIR: "a part of its path is no folder",
  EPERM: "permission denied",
  EROFS: "the disk is read-only",
};

const full = new Set(["ENOSPC", "EDQUOT", "EFBIG", "EIO"]);
const refusals = new Set(["EACCES", "EEXIST", "EISDIR", "ELOOP", "ENAMETOOLONG", "ENOTDIR", "EPERM", "EROFS"]);
/** Calls that only look; all others change something. */
const looking = new Set(["open", "read", "scandir", "opendir", "stat", "lstat", "access", "realpath"]);

/**
 * Whether the disk takes no more, which says nothing of what was to be written.
 * @param {unknown} error
 */
export const isDiskFull = (error) => full.has(codeOf(error) ?? "");

/** @param {unknown} error @returns {{ path?: unknown, syscall?: unknown }} */
const callOf = (error) => /** @type {object} */ (error ?? {});

/**
 * On a read-only disk Node answers ENOENT (22.12 to 24, Linux) where folders within folders are to be made, which lacks no file.
 * @param {unknown} error
 */
const isFolderRefused = (error) => codeOf(error) === "ENOENT" && callOf(error).syscall === "mkdir";

/**
 * Why a file could not be read or written, to go after the file's name.
 * @param {unknown} error
 * @returns {string}
 */
export const fileReason = (error) =>
  isFolderRefused(error)
    ? "no folder can be made there, as on a disk that is read-only"
    : (words[codeOf(error) ?? ""] ?? messageOf(error).replace(/\.$/, ""));

/**
 * What the disk does not allow: it is full, this user may not change a part of it, or something else is there. Null for anything else,
 * which may be an error of ours.
 * @param {unknown} error
 * @returns {{ file: string, kind: "full" | "written" | "opened", text: string } | null} `text` goes on "It failed: "
 */
export function diskRefusal(error) {
  const code = codeOf(error) ?? "";
  const { path, syscall } = callOf(error);
  const named = typeof path === "string" && typeof syscall === "string";
  const file = typeof path === "string" ? path : "A file";
  if (full.has(code)) return { file, kind: "full", text: `${file} cannot be written: ${fileReason(error)}` };
  if (!named || !(refusals.has(code) || isFolderRefused(error))) return null;
  // Only who writes is told that the disk is read-only, whatever the call is named.
  const kind = looking.has(syscall) && code !== "EROFS" ? "opened" : "written";
  return { file, kind, text: `${file} cannot be ${kind}: ${fileReason(error)}` };
}
