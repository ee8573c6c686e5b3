/** A set-up step that cannot go on: the message says what happened and what to do, and needs no stack trace. */
export class SetUpError extends Error {
  /** Wrong use or configuration, as everywhere in this tool. */
  exitCode = 2;

  /**
   * @param {string} message
   * @param {{cause?: unknown}} [options]
   */
  constructor(message, options) {
    super(message, options);
    this.name = "SetUpError";
  }
}

/**
 * By name, because the bundled command line carries its own copy of the class.
 * @param {unknown} error
 * @returns {error is SetUpError}
 */
export function isSetUpError(error) {
  return error instanceof Error && error.name === "SetUpError";
}

/**
 * The text of anything that was thrown.
 * @param {unknown} error
 * @returns {string}
 */
export function messageOf(error) {
  return error instanceof Error ? error.message : String(error);
}

/**
 * The code of a system error ("ENOENT"), or undefined.
 * @param {unknown} error
 * @returns {string | undefined}
 */
export function codeOf(error) {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : undefined;
}
