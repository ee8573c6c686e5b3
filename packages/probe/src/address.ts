/**
 * Only this spelling is taken: no user, query or fragment, and nothing that two programs could read as two hosts (the engine's
 * plugins are written in Go, and have a parser of their own).
 */
const plain = /^(https?):\/\/(\[[0-9a-f:]+\]|[a-z0-9]([a-z0-9.-]*[a-z0-9])?)(:\d{1,5})?(\/[\w.~%-]+)*\/?$/i;

/** This machine, as it is written; `2130706433` and `127.1` mean it to some programs only. */
const thisMachine = /^(localhost|127(\.(0|[1-9]\d{0,2})){3}|\[[0:]*:0*1\])$/i;

/**
 * Why credentials must not be sent to a base address, as the end of a sentence that begins with where the address was set;
 * null for https, and for http on this machine. The address itself is not repeated: a password may be in it.
 *
 * The probe has the same text, as it imports nothing of the rest; test/addresses.test.ts of the tool holds the two equal.
 */
export function addressFault(address: string): string | null {
  const [, scheme, host = ""] = plain.exec(address) ?? [];
  if (scheme === undefined || !URL.canParse(address)) {
    return "is not a URL: write it as https://HOST, without user, query or spaces";
  }
  if (scheme.toLowerCase() === "https" || thisMachine.test(host)) return null;
  return "begins with http://: credentials are sent only over https, or to this machine (localhost, 127.0.0.1, [::1])";
}
