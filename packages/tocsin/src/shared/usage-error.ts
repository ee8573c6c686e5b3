/** A command that cannot run as it was asked to, or on this machine: exit code 2. The message is for the user as it is. */
export class UsageError extends Error {
  readonly exitCode = 2;

  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "UsageError";
  }
}
