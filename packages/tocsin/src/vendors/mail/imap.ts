import { ImapFlow } from "imapflow";
import PostalMime, { type Email } from "postal-mime";
import { VendorAnsweredWrong, VendorError, VendorUnreachable } from "../http/errors.ts";
import type { ImapConnection } from "./connection.ts";
import { textOfHtml } from "./html.ts";
import { imapError, mailVendor } from "./imap-errors.ts";
import type { Mail, Mailbox } from "./mailbox.ts";

export interface ImapLimits {
  /** Of one reading, connecting included. Default 60 s. */
  deadlineMs?: number;
  /** Of connecting, of the greeting, and of silence. Default 15 s each. */
  timeoutMs?: number;
  /** Bytes of one mail that are read; what is beyond is cut off. Default 512 KiB. */
  bytes?: number;
  /** Mails of one reading; with more, the mailbox is not read at all. Default 2,000. */
  mails?: number;
}

/** A server's day may have begun before ours: search a day earlier, and judge by the exact time afterwards. */
const dayMs = 86_400_000;

/**
 * A real mailbox over IMAP, opened read-only (`EXAMINE`) and read with `BODY.PEEK`: no mail is marked as seen. Each reading
 * has its own connection; a mail that was read before is not fetched again. Times are the server's `INTERNALDATE`, in whole
 * seconds.
 */
export function imapMailbox(connection: ImapConnection, limits: ImapLimits = {}): Mailbox {
  const { deadlineMs = 60_000, timeoutMs = 15_000, bytes = 512 * 1024, mails: most = 2_000 } = limits;
  const server = `${connection.host}:${connection.port}`;
  const at = { server, mailbox: connection.mailbox };
  const known = new Map<string, Mail>();

  async function opened<T>(read: (client: ImapFlow, validity: string) => Promise<T>): Promise<T> {
    const client = newClient(connection, timeoutMs);
    let late = false;
    // A connection that breaks between two commands says so only here; the command that follows fails by itself.
    client.on("error", () => {});
    const timer = setTimeout(() => {
      late = true;
      client.close();
    }, deadlineMs);
    try {
      await client.connect();
      const { uidValidity } = await client.mailboxOpen(connection.mailbox, { readOnly: true });
      const result = await read(client, String(uidValidity));
      await client.logout();
      return result;
    } catch (error) {
      if (late) {
        const problem = `not done within ${deadlineMs / 1000} s`;
        throw new VendorUnreachable(mailVendor, `The mailbox on ${server} could not be read: ${problem}.`, {
          cause: error,
        });
      }
      throw error instanceof VendorError ? error : imapError(error, at);
    } finally {
      clearTimeout(timer);
      client.close();
    }
  }

  const messages: Mailbox["messages"] = async ({ since }) => {
    const from = Math.floor(since.getTime() / 1000) * 1000;
    return opened(async (client, validity) => {
      const uids = await client.search({ since: new Date(from - dayMs) }, { uid: true });
      if (!uids) throw new VendorAnsweredWrong(mailVendor, `The mail server ${server} did not search ${at.mailbox}.`);
      if (uids.length > most) {
        const message = `${at.mailbox} on ${server} holds ${uids.length} mails of the last days, more than ${most}`;
        throw new VendorAnsweredWrong(mailVendor, `${message}: give alerts a mailbox or a folder of their own.`);
      }
      const key = (uid: number) => `${validity} ${uid}`;
      const unknown = uids.filter((uid) => !known.has(key(uid)));
      const arrived = unknown.length === 0 ? [] : await client.fetchAll(unknown, { internalDate: true }, { uid: true });
      const dated = arrived.map(({ uid, internalDate }) => ({ uid, at: new Date(internalDate ?? Number.NaN) }));
      const young = dated.filter(({ at: date }) => date.getTime() >= from);
      if (dated.some(({ at: date }) => Number.isNaN(date.getTime()))) {
        throw new VendorAnsweredWrong(mailVendor, `The mail server ${server} named no time of arrival of a mail.`);
      }
      const wanted = young.map(({ uid }) => uid);
      const query = { source: { start: 0, maxLength: bytes } };
      // One after the other: together they could be a lot.
      for await (const { uid, source } of wanted.length === 0 ? [] : client.fetch(wanted, query, { uid: true })) {
        const date = young.find((one) => one.uid === uid)?.at;
        if (source === undefined || date === undefined) continue;
        known.set(key(uid), await mailOf(source, date, key(uid)));
      }
      const current = new Set(uids.map(key));
      return [...known]
        .filter(([one, mail]) => current.has(one) && mail.at.getTime() >= from)
        .map(([, mail]) => mail)
        .sort((a, b) => a.at.getTime() - b.at.getTime());
    });
  };

  return {
    messages,
    reachable: async () => {
      try {
        await opened(async () => {});
        return null;
      } catch (error) {
        if (error instanceof VendorError) return error.message;
        throw error;
      }
    },
  };
}

function newClient(connection: ImapConnection, timeoutMs: number): ImapFlow {
  const { host, port, secure, user, password, authorities } = connection;
  return new ImapFlow({
    host,
    port,
    secure,
    // Without TLS from the first byte it must begin before the password is sent.
    ...(secure ? {} : { doSTARTTLS: true }),
    ...(authorities === undefined ? {} : { tls: { ca: authorities } }),
    auth: { user, pass: password },
    // It would log what is sent and read.
    logger: false,
    disableAutoIdle: true,
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
  });
}

/** Headers in which mail servers note the address that a mail was really for. */
const deliveryHeaders = ["delivered-to", "x-original-to", "envelope-to", "x-envelope-to"];

async function mailOf(source: Buffer, at: Date, fallbackId: string): Promise<Mail> {
  let email: Email;
  try {
    email = await PostalMime.parse(source);
  } catch (cause) {
    throw new VendorAnsweredWrong(mailVendor, "A mail in the mailbox is no mail that can be taken apart.", { cause });
  }
  const addressed = [email.to, email.cc, email.bcc].flatMap((list) => list ?? []);
  const named = addressed.flatMap((entry) =>
    entry.group === undefined ? [entry.address] : entry.group.map((one) => one.address),
  );
  const noted = email.headers.filter(({ key }) => deliveryHeaders.includes(key)).map(({ value }) => value);
  return {
    id: email.messageId ?? fallbackId,
    at,
    subject: email.subject ?? "",
    text: email.text || textOfHtml(email.html ?? ""),
    recipients: new Set([...named, ...noted].map((address) => address.replace(/^<|>$/g, "").trim().toLowerCase())),
  };
}
