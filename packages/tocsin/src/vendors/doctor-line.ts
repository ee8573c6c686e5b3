import { VendorAbsent, VendorError, VendorRefused, VendorRetired } from "./http/errors.ts";

/** One thing that the doctor looked at. */
export interface DoctorLine {
  /** What it is about: `stack file`, `environment`, or a vendor's name. */
  area: string;
  /** What was looked at, for people. */
  what: string;
  /** `wrong`: do what the remedy says first. `unknown`: it could not be looked at. `left-out`: needs something that is not set. */
  verdict: "ok" | "wrong" | "unknown" | "left-out";
  /** What was found. */
  found: string;
  /** What to do; null where there is nothing to do. */
  remedy: string | null;
  /** The vendor's failure, where every question to it fails so; one sentence, the same in each such line. */
  cause: string | null;
}

/** A question to a vendor. What a vendor does not answer may be thrown: it becomes a line. */
export interface Look {
  /** What it is about, where that is not the vendor that is asked. */
  area?: string;
  /** For people, where it fails. */
  what: string;
  ask(): Promise<DoctorLine[]>;
}

const lineOf =
  (verdict: DoctorLine["verdict"]) =>
  (
    area: string,
    what: string,
    found: string,
    remedy: string | null = null,
    cause: string | null = null,
  ): DoctorLine => ({
    ...{ area, what, verdict, found, remedy, cause },
  });

/** A line about what is as it should be. */
export const ok = lineOf("ok");

/** A line about what has to be put right first. */
export const wrong = lineOf("wrong");

/** A line about what could not be looked at. */
export const unread = lineOf("unknown");

/** A line about what nothing tells yet. */
export const left = lineOf("left-out");

/** What a failed question says. A refusal is a credential to fix, everything else could not be told. */
export function failed(area: string, what: string, scope: string, error: unknown): DoctorLine {
  if (!(error instanceof VendorError)) throw error;
  const found = error.message;
  if (error instanceof VendorRefused)
    return wrong(area, what, found, `Give the credential of ${area} the permission ${scope}.`);
  if (error instanceof VendorRetired)
    return wrong(area, what, found, "Update Tocsin: the vendor has moved this interface.");
  if (error instanceof VendorAbsent)
    return wrong(area, what, found, "Correct the name in the stack file: nothing is there under it.");
  return unread(area, what, found, "Look again when the vendor answers.", error.ofVendor);
}
