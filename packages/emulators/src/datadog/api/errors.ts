/** Statuses with which the API refuses. */
export type RefusalStatus = 400 | 403 | 404 | 409 | 413 | 415 | 429;

/** A refusal by the API: the status and the body that the client gets. */
export class Refusal extends Error {
  readonly status: RefusalStatus;
  readonly body: unknown;

  constructor(status: RefusalStatus, body: unknown) {
    super(`${status} ${JSON.stringify(body)}`);
    this.status = status;
    this.body = body;
  }
}

/** A refusal in the shape that nearly all of Datadog's APIs use: `{"errors": ["..."]}`. */
export function refuse(status: RefusalStatus, ...errors: string[]): Refusal {
  return new Refusal(status, { errors });
}
