/**
 * What can go wrong between us and a vendor. Every message is a plain sentence that names the vendor and what was asked for;
 * none carries a header or a key, so a message can go to a report as it is.
 */
export class VendorError extends Error {
  /** The vendor's name as people write it: `Datadog`. */
  readonly vendor: string;
  /** Could not tell: what a command that is stopped by it ends with. */
  readonly exitCode = 3;
  /** Of the answer; null when there was none, or none of interest. */
  readonly status: number | null;
  /**
   * What this says of the vendor whatever was asked, as a sentence: `Datadog could not be read: it answered 503, 4 times.` Null
   * where it is about the one question. `together` makes one of all failures that say the same.
   */
  readonly ofVendor: string | null;
  /** The permission that was missing; null where it is not about one. */
  readonly scope: string | null;

  constructor(vendor: string, message: string, options: VendorErrorOptions = {}) {
    super(message, options);
    this.name = new.target.name;
    this.vendor = vendor;
    this.status = options.status ?? null;
    this.ofVendor = options.ofVendor ?? null;
    this.scope = options.scope ?? null;
  }
}

interface VendorErrorOptions {
  cause?: unknown;
  status?: number;
  ofVendor?: string;
  scope?: string;
}

/** Credentials must not be sent to this address; nothing was sent. */
export class AddressRefused extends Error {
  override readonly name = "AddressRefused";
  /** Wrong configuration. */
  readonly exitCode = 2;

  constructor(vendor: string, fault: string) {
    super(`${vendor} was not asked: its address ${fault}.`);
  }
}

/** No usable answer within the time and the tries allowed: connection, timeout, 5xx, 429, an answer that broke off. */
export class VendorUnreachable extends VendorError {}

/** 401 or 403: the credential is absent, wrong, or lacks a scope. The message names the environment variable and the scope. */
export class VendorRefused extends VendorError {}

/** No credential is set, so nothing was asked. Whatever only reads goes on without this vendor, and cannot tell. */
export class CredentialUnset extends VendorError {}

/** 410: the vendor has taken this interface away. `replacement` is what its answer names instead, if it names one. */
export class VendorRetired extends VendorError {
  readonly replacement: string | null;

  constructor(vendor: string, message: string, replacement: string | null) {
    super(vendor, message, { status: 410 });
    this.replacement = replacement;
  }
}

/** An answer that is not what the vendor documents: another status, no JSON, or a field of another type. */
export class VendorAnsweredWrong extends VendorError {}

/** 404: what was asked for, or what holds it, is not there (or not for this credential). */
export class VendorAbsent extends VendorAnsweredWrong {}
