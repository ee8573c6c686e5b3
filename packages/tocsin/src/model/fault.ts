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

/** The same where several things are judged together: `of` is the id of the one to blame. */
export interface FaultOf extends Fault {
  of: string;
}

/** Faults of the thing with this id. */
export const faultAbout =
  (of: string) =>
  (rule: string, path: string, message: string, remedy: string): FaultOf => ({ of, rule, path, message, remedy });
