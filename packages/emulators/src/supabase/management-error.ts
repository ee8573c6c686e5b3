import type { ContentfulStatusCode } from "hono/utils/http-status";

/** An answer of the Management API that is an error: `{"message"}`. */
export class ManagementError extends Error {
  readonly status: ContentfulStatusCode;
  constructor(status: ContentfulStatusCode, message: string) {
    super(message);
    this.status = status;
  }
}
