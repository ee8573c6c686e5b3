/** A fault of one definition, before its place in a file is known. `path` is dotted, into the definition. */
export interface Fault {
  rule: string;
  path: string;
  message: string;
  remedy: string;
}

export const fault = (rule: string, path: string, message: string, remedy: string): Fault => ({
  rule,
  path,
  message,
  remedy,
});
