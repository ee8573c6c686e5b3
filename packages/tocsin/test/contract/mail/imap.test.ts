import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  VendorAbsent,
  VendorAnsweredWrong,
  VendorRefused,
  VendorUnreachable,
} from "../../../src/vendors/http/errors.ts";
import type { ImapConnection } from "../../../src/vendors/mail/connection.ts";
import { type ImapLimits, imapMailbox } from "../../../src/vendors/mail/imap.ts";
import { mailInbox } from "../../../src/vendors/mail/mailbox.ts";
import { judge } from "../support/judge.ts";
import { type MailServer, password, startDovecot, user } from "./dovecot.ts";

const dovecot = judge("dovecot");
const since = new Date("2026-11-20T10:00:00.400Z");
const at = (seconds: number) => new Date(Date.parse("2026-11-20T10:00:00Z") + seconds * 1000);

const plain = `From: Datadog Alerting <alert@dtdg.example>
To: Founder <Founder@example.com>
Subject: =?utf-8?B?W1RyaWdnZXJlZF0gw5xiZXJsYXVm?=
Message-ID: <one@dtdg.example>
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: quoted-printable

Zu viel =C3=BCber 5 =E2=82=AC
tocsin:tips/err=
ors
`;

const multipart = `From: noreply@sentry.example
To: undisclosed-recipients:;
Delivered-To: founder@example.com
Subject: [WEB-1] Resolved
Message-ID: <two@sentry.example>
MIME-Version: 1.0
Content-Type: multipart/alternative; boundary="b"

--b
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: base64

${Buffer.from("tocsin:web/checkout — resolved\n").toString("base64")}
--b
Content-Type: text/html; charset=utf-8

<p>as a page</p>
--b--
`;

const htmlOnly = `From: x@example.com
To: team@example.com, other@example.com
Subject: page
Content-Type: text/html; charset=iso-8859-1
Content-Transfer-Encoding: 8bit

<html><body><p>tocsin:web/html</p><p>second &amp; last</p></body></html>
`;

/** A mail that only has to be there. */
const note = (id: string) =>
  `From: a@example.com\nTo: founder@example.com\nSubject: ${id}\nMessage-ID: <${id}@x>\n\n${id}\n`;

describe.skipIf(dovecot === null)("a mailbox on dovecot", () => {
  let server: MailServer;
  beforeAll(async () => {
    server = await startDovecot(dovecot ?? "");
  });
  afterAll(async () => await server?.stop());

  const mailbox = (changes: Partial<ImapConnection> = {}, limits: ImapLimits = {}) => {
    const authorities = server.certificate;
    const to = {
      host: "127.0.0.1",
      port: server.ports.tls,
      secure: true,
      mailbox: "INBOX",
      user,
      password,
      authorities,
    };
    return imapMailbox({ ...to, ...changes }, limits);
  };
  const failure = (box: ReturnType<typeof mailbox>) => box.messages({ since }).catch((error: unknown) => error);

  test("is empty, and says so", async () => {
    expect(await mailbox().messages({ since })).toEqual([]);
    expect(await mailbox().reachable()).toBeNull();
  });

  test("shows what arrived since a time with decoded words, and leaves it unseen", async () => {
    await server.deliver(note("yesterday"), at(-86_400));
    await server.deliver(note("just-before"), at(-1));
    await server.deliver(multipart, at(61));
    await server.deliver(plain, at(0));
    await server.deliver(htmlOnly, at(120));
    const found = await mailbox().messages({ since });
    expect(found.map(({ id, subject, at: arrived }) => [id, subject, arrived])).toEqual([
      ["<one@dtdg.example>", "[Triggered] Überlauf", at(0)],
      ["<two@sentry.example>", "[WEB-1] Resolved", at(61)],
      [expect.stringMatching(/^\d+ \d+$/), "page", at(120)],
    ]);
    expect(found[0]?.text).toBe("Zu viel über 5 €\ntocsin:tips/errors\n");
    expect(found[1]?.text).toBe("tocsin:web/checkout — resolved\n");
    expect(found[2]?.text).toMatch(/tocsin:web\/html\s+second & last/);
    const files = await server.files();
    expect(files).toHaveLength(5);
    expect(files.filter((name) => /:2,\w*S/.test(name))).toEqual([]);
  });

  test("tells addresses apart, by what the mail says and what the server noted", async () => {
    const shared = mailbox();
    const ids = async (address: string) => (await mailInbox(shared, address).read(since)).map(({ id }) => id);
    expect(await ids("founder@example.com")).toEqual(["<one@dtdg.example>", "<two@sentry.example>"]);
    expect(await ids("Team@example.com")).toHaveLength(1);
    expect(await ids("nobody@example.com")).toEqual([]);
    const [first] = await mailInbox(shared, "founder@example.com").read(since);
    expect(first?.text).toBe("[Triggered] Überlauf\nZu viel über 5 €\ntocsin:tips/errors\n");
  });

  test("shows a mail that came between two readings", async () => {
    const box = mailbox();
    const before = await box.messages({ since });
    await server.deliver(note("later"), at(180));
    expect((await box.messages({ since })).map(({ id }) => id)).toEqual([...before.map(({ id }) => id), "<later@x>"]);
    expect(await box.messages({ since: at(180) })).toHaveLength(1);
  });

  test("is read over a connection that becomes TLS too", async () => {
    const box = mailbox({ secure: false, port: server.ports.plain });
    expect((await box.messages({ since: at(180) })).map(({ id }) => id)).toEqual(["<later@x>"]);
  });

  test("cuts a very large mail off instead of taking all of it", async () => {
    await server.deliver(`${note("large")}${"0123456789\n".repeat(200_000)}`, at(240));
    const [mail] = await mailbox({}, { bytes: 1_000 }).messages({ since: at(240) });
    expect(mail?.id).toBe("<large@x>");
    expect(mail?.text.length).toBeLessThan(1_000);
  });

  test("with more mails than can be read is not taken for one with few", async () => {
    const failed = await failure(mailbox({}, { mails: 3 }));
    expect(failed).toBeInstanceOf(VendorAnsweredWrong);
    expect(String(failed)).toMatch(/holds \d+ mails of the last days, more than 3: give alerts a mailbox/);
  });

  test("is refused with a wrong password, which nobody repeats", async () => {
    const failed = await failure(mailbox({ password: "wrong-secret" }));
    expect(failed).toBeInstanceOf(VendorRefused);
    expect(String(failed)).toMatch(/refused the log-in: correct the user in TOCSIN_MAIL_URL/);
    expect(JSON.stringify(failed) + String(failed)).not.toContain("wrong-secret");
  });

  test("is told as missing when there is none of that name", async () => {
    const box = mailbox({ mailbox: "Alerts" });
    expect(await failure(box)).toBeInstanceOf(VendorAbsent);
    expect(await box.reachable()).toBe(
      `The mail server 127.0.0.1:${server.ports.tls} has no mailbox Alerts for this user.`,
    );
  });

  test("of a server that proves nothing is not spoken to", async () => {
    const { authorities, ...rest } = { authorities: "", host: "127.0.0.1", port: server.ports.tls, secure: true };
    const failed = await failure(imapMailbox({ ...rest, mailbox: "INBOX", user, password }));
    expect(authorities).toBe("");
    expect(failed).toBeInstanceOf(VendorUnreachable);
    expect(String(failed)).toMatch(/its certificate is not trusted .*NODE_EXTRA_CA_CERTS/);
  });

  test("is not found where TLS is expected and not spoken", async () => {
    expect(String(await failure(mailbox({ port: server.ports.plain })))).toMatch(/this port may not speak TLS/);
  });
});
