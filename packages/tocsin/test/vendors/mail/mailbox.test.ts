import { afterEach, describe, expect, test, vi } from "vitest";
import { createContext } from "../../../../emulators/src/context.ts";
import { createMail } from "../../../../emulators/src/mail/app.ts";
import { VendorUnreachable } from "../../../src/vendors/http/errors.ts";
import { inboxesOf } from "../../../src/vendors/inboxes.ts";
import { mailFromEnvironment } from "../../../src/vendors/mail/connection.ts";
import { emulatedMailbox } from "../../../src/vendors/mail/emulated.ts";
import { textOfHtml } from "../../../src/vendors/mail/html.ts";
import { imapError } from "../../../src/vendors/mail/imap-errors.ts";

afterEach(() => void vi.unstubAllGlobals());

const url = "http://127.0.0.1:1";

function newMailbox() {
  const context = createContext();
  const { app } = createMail(context);
  const { token } = context.tokens.control;
  vi.stubGlobal("fetch", async (input: string, init: RequestInit) => app.request(input.slice(url.length), init));
  const deliver = async (subject: string, to = ["founder@example.com"]) => {
    const body = JSON.stringify({ from: "alert@dtdg.example", to, subject, text: "tocsin:tips/errors" });
    const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
    await app.request("/messages", { method: "POST", headers, body });
  };
  return { context, deliver, token };
}

describe("the mailbox of the local stack", () => {
  test("shows mails for an address since a time, the subject first", async () => {
    const { deliver, token } = newMailbox();
    const since = new Date();
    await deliver("[Triggered] Errors");
    await deliver("for others", ["other@example.com"]);
    const [inbox] = inboxesOf({ mail: { url, token } }, { channels: ["#alerts"], addresses: ["Founder@example.com"] });
    expect(await inbox?.reachable()).toBeNull();
    const found = await inbox?.read(since);
    expect(found).toMatchObject([{ place: "Founder@example.com", text: "[Triggered] Errors\ntocsin:tips/errors" }]);
    expect(await inbox?.read(new Date(Date.now() + 60_000))).toEqual([]);
  });

  test("that is down or answers half is no empty one", async () => {
    vi.stubGlobal("fetch", async () => new Response("", { status: 503 }));
    const box = emulatedMailbox({ url, token: "local_token" }, { tries: 1 });
    await expect(box.messages({ since: new Date() })).rejects.toThrow(VendorUnreachable);
    expect(await box.reachable()).toBe("The mailbox could not be read for messages: it answered 503, 1 times.");
    vi.stubGlobal("fetch", async () => Response.json({ messages: [{ id: "1" }] }));
    await expect(box.messages({ since: new Date() })).rejects.toThrow(/messages\.0\.receivedAt/);
  });
});

describe("the mailbox of an environment", () => {
  test("comes from an address, its special characters in percent form", () => {
    expect(
      mailFromEnvironment({ TOCSIN_MAIL_URL: "imaps://a%40example.com:p%2Fw@mail.example/Alerts%20here" }),
    ).toEqual({
      host: "mail.example",
      port: 993,
      user: "a@example.com",
      password: "p/w",
      secure: true,
      mailbox: "Alerts here",
    });
    const separate = { TOCSIN_MAIL_URL: "imap://me:old@[::1]:1143", TOCSIN_MAIL_PASSWORD: "100%:new@" };
    expect(mailFromEnvironment(separate)).toEqual({
      host: "::1",
      port: 1143,
      user: "me",
      password: "100%:new@",
      secure: false,
      mailbox: "INBOX",
    });
    expect(mailFromEnvironment({ TOCSIN_MAIL_URL: " " })).toBeNull();
  });

  test.each([
    ["hunter2", "is not a URL"],
    ["https://me:hunter2@mail.example", "begins with neither"],
    ["imaps://:hunter2@mail.example", "names no user"],
    ["imaps://me@mail.example", "has no password"],
    ["imaps://me:hunter2%@mail.example", "begins no percent form"],
  ])("%s is refused without repeating it", (given, problem) => {
    const read = () => mailFromEnvironment({ TOCSIN_MAIL_URL: given });
    expect(read).toThrow(problem);
    expect(read).not.toThrow(/hunter2/);
  });
});

test("what a server's errors say stays out of ours", () => {
  const error = Object.assign(new Error("LOGIN me hunter2"), { executedCommand: "LOGIN me hunter2", code: "odd" });
  const sentence = imapError(error, { server: "mail.example:993", mailbox: "INBOX" }).message;
  expect(sentence).toBe("The mailbox on mail.example:993 could not be read: it failed (odd).");
  expect(imapError("thrown text", { server: "s", mailbox: "m" }).message).toBe(
    "The mailbox on s could not be read: it failed.",
  );
});

test("a page is read as lines, without what nobody sees", () => {
  const page = `<html><head><title>x</title><style>p{}</style></head><body><p>one &amp;
    two</p><script>bad()</script><table><tr><td>a </td><td>b</td></tr></table>three<br>four</body>`;
  expect(textOfHtml(page)).toBe("one & two\na b\nthree\nfour");
});
