import type { ContentfulStatusCode } from "hono/utils/http-status";

export type ErrorType = "invalid_request_error" | "idempotency_error" | "api_error";

/** An answer of Stripe that is an error: `{"error": {"type", "code", "message", "param", "doc_url"}}`. */
export class ApiError extends Error {
  readonly status: ContentfulStatusCode;
  readonly type: ErrorType;
  readonly code: string | undefined;
  readonly param: string | undefined;
  constructor(
    status: ContentfulStatusCode,
    message: string,
    more: { type?: ErrorType; code?: string; param?: string } = {},
  ) {
    super(message);
    this.status = status;
    this.type = more.type ?? "invalid_request_error";
    this.code = more.code;
    this.param = more.param;
  }

  body() {
    const { code, param, type, message } = this;
    const docs = code === undefined ? undefined : `https://stripe.com/docs/error-codes/${code.replaceAll("_", "-")}`;
    // Absent fields are absent, not null: JSON leaves undefined out.
    return { error: { code, doc_url: docs, message, param, type } };
  }
}

/** An answer of /v2 that is an error: `{"error": {"code", "message"}}`. */
export class ApiErrorV2 extends Error {
  readonly status: ContentfulStatusCode;
  readonly code: string;
  readonly field: string | undefined;
  constructor(status: ContentfulStatusCode, code: string, message: string, field?: string) {
    super(message);
    this.status = status;
    this.code = code;
    this.field = field;
  }

  body() {
    return { error: { code: this.code, message: this.message, param: this.field } };
  }
}

export function missing(what: string, id: string, param = "id"): ApiError {
  return new ApiError(404, `No such ${what}: '${id}'`, { code: "resource_missing", param });
}

export function invalid(message: string, param: string, code?: string): ApiError {
  return new ApiError(400, message, code === undefined ? { param } : { param, code });
}
