/** The mailbox of the local stack, over HTTP. */
export interface EmulatedMail {
  /** Without a trailing slash. */
  url: string;
  token: string;
}

/** A real mailbox. `secure`: TLS from the first byte; else the connection is turned into TLS before anything is said. */
export interface ImapConnection {
  host: string;
  port: number;
  user: string;
  password: string;
  secure: boolean;
  /** `INBOX`, or a folder of the user. */
  mailbox: string;
  /** Certificates (PEM) of authorities to trust instead of the system's. */
  authorities?: string;
}

export type MailConnection = EmulatedMail | ImapConnection;

/** What a wrong `TOCSIN_MAIL_URL` should look like; says nothing of what is in it, because a password may be. */
export class MailUrlWrong extends Error {
  override readonly name = "MailUrlWrong";

  constructor(problem: string) {
    super(
      `TOCSIN_MAIL_URL ${problem}: write imaps://USER@HOST/INBOX with the password in TOCSIN_MAIL_PASSWORD (an @ in USER as %40).`,
    );
  }
}

/**
 * The mailbox that an environment names, null when it names none.
 *
 * `TOCSIN_MAIL_URL` is `imaps://USER:PASSWORD@HOST:PORT/MAILBOX` (TLS, port 993) or `imap://...` (STARTTLS, port 143), with
 * special characters in percent form; without a path the mailbox is `INBOX`. The password may stand in
 * `TOCSIN_MAIL_PASSWORD` as it is, which goes before that of the URL.
 *
 * @throws MailUrlWrong
 */
export function mailFromEnvironment(env: Record<string, string | undefined>): ImapConnection | null {
  const given = env.TOCSIN_MAIL_URL?.trim() ?? "";
  if (given === "") return null;
  if (!URL.canParse(given)) throw new MailUrlWrong("is not a URL");
  const url = new URL(given);
  const secure = url.protocol === "imaps:";
  if (!secure && url.protocol !== "imap:") throw new MailUrlWrong("begins with neither imaps:// nor imap://");
  const user = decoded(url.username);
  const password = env.TOCSIN_MAIL_PASSWORD || decoded(url.password);
  if (url.hostname === "") throw new MailUrlWrong("names no host");
  if (user === "") throw new MailUrlWrong("names no user");
  if (password === "") throw new MailUrlWrong("has no password, nor has TOCSIN_MAIL_PASSWORD");
  return {
    host: url.hostname.replace(/^\[(.*)\]$/, "$1"),
    port: url.port === "" ? (secure ? 993 : 143) : Number(url.port),
    user,
    password,
    secure,
    mailbox: decoded(url.pathname.replace(/^\//, "")) || "INBOX",
  };
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw new MailUrlWrong("has a % that begins no percent form");
  }
}
