/** Why a question got no answer: the tag `reason` of `tocsin.probe.part.error`. */
export type Reason =
  | "not-configured"
  | "timeout"
  | "unreachable"
  | "rate-limited"
  | "wrong-key"
  | "missing-right"
  | "missing-role"
  | "schema-not-exposed"
  | "missing-function"
  | "missing-table"
  | "missing-column"
  | "not-found"
  | "wrong-answer"
  | "unexpected";

/** A question that got no answer. The message is a sentence for people and carries no credential. */
export class ProbeFailure extends Error {
  override readonly name = "ProbeFailure";
  readonly reason: Reason;

  constructor(reason: Reason, message: string, options?: ErrorOptions) {
    super(message, options);
    this.reason = reason;
  }
}

/** Whatever was thrown, as a failure. */
export function failureOf(error: unknown): ProbeFailure {
  if (error instanceof ProbeFailure) return error;
  return new ProbeFailure("unexpected", error instanceof Error ? error.message : String(error), { cause: error });
}

/** What went wrong with a connection, from what `fetch` threw; the limit is the part's own. */
export function connectionFailure(whom: string, error: unknown, signal?: AbortSignal): ProbeFailure {
  const isTimeout = signal?.aborted === true || (error instanceof Error && /^(Timeout|Abort)Error$/.test(error.name));
  if (isTimeout) return new ProbeFailure("timeout", `${whom} did not answer in time.`, { cause: error });
  const cause = error instanceof Error ? error.cause : undefined;
  const code = cause instanceof Error && "code" in cause && typeof cause.code === "string" ? ` (${cause.code})` : "";
  return new ProbeFailure("unreachable", `${whom} could not be reached${code}.`, { cause: error });
}

/** What an HTTP status says when it is none of success; `credential` names where the key is set. */
export function statusFailure(whom: string, status: number, credential: string): ProbeFailure {
  if (status === 401) return new ProbeFailure("wrong-key", `${whom} refuses the key (401): set ${credential} anew.`);
  if (status === 403) {
    return new ProbeFailure("missing-right", `${whom} refuses to answer this (403): ${credential} lacks a right.`);
  }
  if (status === 404) return new ProbeFailure("not-found", `${whom} does not know what was asked for (404).`);
  if (status === 429) return new ProbeFailure("rate-limited", `${whom} limits our rate (429).`);
  if (status >= 500) return new ProbeFailure("unreachable", `${whom} answered ${status}.`);
  return new ProbeFailure("wrong-answer", `${whom} answered ${status}.`);
}
