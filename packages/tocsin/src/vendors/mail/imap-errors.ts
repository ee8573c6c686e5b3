import { z } from "zod";
import {
  VendorAbsent,
  VendorAnsweredWrong,
  type VendorError,
  VendorRefused,
  VendorUnreachable,
} from "../http/errors.ts";

/** How mail is called where vendors are named. */
export const mailVendor = "Mail";

/** Codes of Node's TLS for certificates that do not convince. */
const certificate = /CERT|SELF_SIGNED|UNABLE_TO_|ALTNAME|HOSTNAME_MISMATCH/;
const tls = /SSL|TLS|EPROTO/;

/** What imapflow and Node attach to errors. */
const detailsSchema = z.object({
  code: z.string().catch(""),
  authenticationFailed: z.boolean().catch(false),
  mailboxMissing: z.boolean().catch(false),
  tlsFailed: z.boolean().catch(false),
  /** `NO` or `BAD`: the server understood, and did not do it. */
  responseStatus: z.string().catch(""),
});

const problems: Record<string, string> = {
  ECONNREFUSED: "nothing listens there (connection refused)",
  ENOTFOUND: "its host name is unknown",
  EAI_AGAIN: "its host name is unknown",
  CONNECT_TIMEOUT: "it did not answer in time",
  GREETING_TIMEOUT: "it did not greet in time",
  UPGRADE_TIMEOUT: "it did not begin encryption in time",
  ETIMEOUT: "it fell silent",
  ETHROTTLE: "it limits our rate",
  NoConnection: "the connection broke off",
  EConnectionClosed: "the connection broke off",
  ECONNRESET: "the connection broke off",
  EPIPE: "the connection broke off",
  ClosedAfterConnectTLS: "it closed the connection at once",
  ClosedAfterConnectText: "it closed the connection at once",
};

/**
 * What failed while a mailbox was read, as one plain sentence. Only codes and our own words go into it: a server's text may
 * hold anything, and the library's errors carry what was sent.
 */
export function imapError(error: unknown, at: { server: string; mailbox: string }): VendorError {
  const { server, mailbox } = at;
  const cause = { cause: error };
  const details = detailsSchema.parse(error instanceof Error ? { ...error } : {});
  const { code } = details;
  if (details.authenticationFailed) {
    const hint = "correct the user in TOCSIN_MAIL_URL or the password in TOCSIN_MAIL_PASSWORD";
    return new VendorRefused(mailVendor, `The mail server ${server} refused the log-in: ${hint}.`, cause);
  }
  if (details.mailboxMissing) {
    return new VendorAbsent(mailVendor, `The mail server ${server} has no mailbox ${mailbox} for this user.`, cause);
  }
  if (details.responseStatus !== "") {
    return new VendorAnsweredWrong(mailVendor, `The mail server ${server} refused to show ${mailbox}.`, cause);
  }
  const problem = problems[code] ?? tlsProblem(details) ?? `it failed${code === "" ? "" : ` (${code})`}`;
  return new VendorUnreachable(mailVendor, `The mailbox on ${server} could not be read: ${problem}.`, cause);
}

function tlsProblem({ code, tlsFailed }: z.infer<typeof detailsSchema>): string | null {
  if (certificate.test(code)) {
    return `its certificate is not trusted (${code}); for one of your own, name its authority in NODE_EXTRA_CA_CERTS`;
  }
  if (tls.test(code)) return "no encrypted connection came about: this port may not speak TLS";
  return tlsFailed ? "it offers no encryption, and a password is not sent without" : null;
}
