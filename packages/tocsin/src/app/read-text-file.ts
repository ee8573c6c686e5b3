import { readFile } from "node:fs/promises";
import { withoutByteOrderMark } from "../model/byte-order-mark.ts";
import { UsageError } from "../shared/usage-error.ts";
import { fileReason } from "../shared/whole-file.ts";

/** The text of a file that a command was given. @throws UsageError saying why it cannot be read */
export async function readTextFile(file: string): Promise<string> {
  try {
    return withoutByteOrderMark(await readFile(file, "utf8"));
  } catch (cause) {
    throw new UsageError(`${file} cannot be read: ${fileReason(cause)}.`, { cause });
  }
}
