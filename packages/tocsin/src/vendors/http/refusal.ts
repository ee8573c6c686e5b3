import { VendorAbsent, VendorError, VendorRefused, VendorRetired } from "./errors.ts";
import type { Answer } from "./send.ts";

/** Who is called, and what a user has to check when the vendor refuses. */
export interface VendorAccess {
  /** The vendor's name as a sentence has it. */
  vendor: string;
  /** Environment variable that holds the credential. */
  credential: string;
  /** Permissions that the credential needs. */
  scopes: string;
}

/** Longest piece of a vendor's own text that an error repeats. */
const LONGEST_DETAIL = 400;

/** The error for an answer that is no success: what was refused, why as far as the vendor says, and what to do. */
export function errorOfAnswer(access: VendorAccess, call: string, answer: Answer): VendorError {
  const { status } = answer;
  const detail = detailOf(answer.text);
  const said = detail === "" ? "" : `: ${detail}`;
  const { vendor, credential, scopes } = access;
  if (status === 401 || status === 403) {
    const advice = `Check ${credential}: it must be valid and have ${scopes}.`;
    return new VendorRefused(vendor, `${vendor} refused access (${status}) for ${call}${said}. ${advice}`, { status });
  }
  if (status === 410) {
    const replacement = answer.headers.get("x-sentry-replacement-endpoint");
    const instead = replacement ? ` It names ${replacement} as the replacement.` : "";
    return new VendorRetired(
      vendor,
      `${vendor} has retired this API (410) for ${call}${said}.${instead} Update this program.`,
      replacement,
    );
  }
  if (status === 404) {
    return new VendorAbsent(vendor, `${vendor} does not know what ${call} names (404)${said}.`, { status });
  }
  if (status === 429) {
    return new VendorError(vendor, `${vendor} limits how often it may be asked (429) for ${call}${said}.`, { status });
  }
  if (status >= 500) {
    return new VendorError(vendor, `${vendor} failed (${status}) on ${call}${said}. Try again later.`, { status });
  }
  return new VendorError(vendor, `${vendor} refused ${call} (${status})${said}.`, { status });
}

/** A vendor's error body as part of a sentence: fields of a JSON object as "field: text", anything else cut short. */
export function detailOf(body: string): string {
  const texts: string[] = [];
  try {
    collect(JSON.parse(body), "", texts);
  } catch {
    // HTML of a proxy and the like: its text says little, but better than nothing.
    texts.push(body.replace(/<[^>]*>/g, " "));
  }
  // Control characters go, too: a vendor's text must not drive the user's terminal.
  const line = texts
    .join("; ")
    .replace(/[\p{Cc}\s]+/gu, " ")
    .trim()
    .replace(/\.$/, "");
  return line.length > LONGEST_DETAIL ? `${line.slice(0, LONGEST_DETAIL)}...` : line;
}

function collect(value: unknown, field: string, texts: string[]): void {
  if (Array.isArray(value)) for (const inner of value) collect(inner, field, texts);
  else if (typeof value === "object" && value !== null) {
    for (const [name, inner] of Object.entries(value)) collect(inner, field === "" ? name : `${field}.${name}`, texts);
  } else if (value !== null && value !== "") {
    const isPlain = field === "" || field === "detail" || field === "message" || field === "error";
    texts.push(isPlain ? String(value) : `${field}: ${String(value)}`);
  }
}
