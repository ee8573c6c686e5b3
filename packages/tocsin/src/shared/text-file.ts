import { readFileSync } from "node:fs";
import { fileReason } from "./disk.mjs";
import { UsageError } from "./usage-error.ts";

/**
 * The text of a file that people write, without the mark of the order of bytes that some editors begin it with. Bytes that are
 * no UTF-8 (Latin-1, or UTF-16 as older PowerShells redirect it) would be taken for other letters, and are refused.
 * @param marked keeps the mark, for a text that is written back
 * @throws UsageError naming the file and why it cannot be read
 * @example readText("Pulumi.staging.yaml")
 */
export function readText(file: string, { marked = false } = {}): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: marked }).decode(readFileSync(file));
  } catch (cause) {
    const reason = cause instanceof TypeError ? "it is not UTF-8: save it as UTF-8" : fileReason(cause);
    throw new UsageError(`${file} cannot be read: ${reason}.`, { cause });
  }
}
