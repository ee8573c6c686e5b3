import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer, type Server, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createServer as createTlsServer } from "node:tls";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { VendorAnsweredWrong, VendorUnreachable } from "../../../src/vendors/http/errors.ts";
import { imapMailbox } from "../../../src/vendors/mail/imap.ts";
import { makeCertificate } from "./dovecot.ts";

/** Answers one command: lines to send before `OK`, or null to say no `OK` at all. */
type Answer = (socket: Socket, command: string) => string[] | null;

const password = "geheim-7";
const since = new Date("2026-11-20T10:00:00Z");
const secret = { key: "", cert: "" };
const open: Server[] = [];
const heard: string[] = [];

beforeAll(async () => {
  const dir = await mkdtemp(join(tmpdir(), "tocsin-mail-"));
  makeCertificate(dir);
  secret.key = await readFile(join(dir, "key.pem"), "utf8");
  secret.cert = await readFile(join(dir, "certificate.pem"), "utf8");
  await rm(dir, { recursive: true });
});
afterEach(() => {
  for (const server of open.splice(0)) server.close();
  heard.length = 0;
});
afterAll(() => expect(open).toEqual([]));

/** A mail server that says what a test wants; it knows one mail. Returns its port. */
async function serve(answer: Answer, { greeting = "* OK ready\r\n", plain = false } = {}): Promise<number> {
  const talk = (socket: Socket) => {
    socket.on("error", () => {});
    socket.write(greeting);
    socket.on("data", (chunk: Buffer) => {
      for (const line of chunk.toString().split("\r\n").filter(Boolean)) {
        heard.push(line);
        const [tag, ...words] = line.split(" ");
        const lines = answer(socket, words.join(" "));
        if (lines !== null) socket.write([...lines, `${tag} OK done`, ""].join("\r\n"));
      }
    });
  };
  const server = plain ? createServer(talk) : createTlsServer(secret, talk);
  open.push(server.listen(0, "127.0.0.1"));
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the system gave no port");
  return address.port;
}

/** What a sound server says. */
const sound: Answer = (_socket, command) => {
  if (command.startsWith("CAPABILITY")) return ["* CAPABILITY IMAP4rev1"];
  if (command.startsWith("LIST")) return ['* LIST () "/" INBOX'];
  if (command.startsWith("EXAMINE")) return ["* 1 EXISTS", "* OK [UIDVALIDITY 7] valid"];
  if (command.startsWith("UID SEARCH")) return ["* SEARCH 4"];
  if (!command.startsWith("UID FETCH")) return [];
  if (!command.includes("BODY.PEEK")) return ['* 1 FETCH (UID 4 INTERNALDATE "20-Nov-2026 11:00:00 +0100")'];
  return ["* 1 FETCH (UID 4 BODY[]<0> {17}", "Subject: hi\r\n\r\nyo)"];
};

/** Sound until a command, then something else. */
const until =
  (begin: string, then: Answer): Answer =>
  (socket, command) =>
    (command.startsWith(begin) ? then : sound)(socket, command);

const read = (port: number, changes: { secure?: boolean } = {}) => {
  const to = {
    host: "127.0.0.1",
    port,
    secure: true,
    user: "me",
    password,
    mailbox: "INBOX",
    authorities: secret.cert,
  };
  const limits = { timeoutMs: 2_000, deadlineMs: 800 };
  return imapMailbox({ ...to, ...changes }, limits).messages({ since });
};

describe("a mail server", () => {
  test("is asked to show, never to change", async () => {
    const [mail] = await read(await serve(sound));
    expect(mail).toMatchObject({ id: "7 4", subject: "hi", text: "yo\n", at: since });
    const said = heard.join("\n");
    expect(said).toMatch(/ EXAMINE INBOX/);
    expect(said).not.toMatch(/ SELECT | STORE | EXPUNGE|BODY\[/);
  });

  test("gets no password without encryption", async () => {
    const failed = await read(await serve(sound, { plain: true }), { secure: false }).catch((error: unknown) => error);
    expect(failed).toBeInstanceOf(VendorUnreachable);
    expect(String(failed)).toMatch(/it offers no encryption, and a password is not sent without/);
    expect(heard.join("\n")).not.toMatch(/LOGIN|AUTHENTICATE/);
    expect(heard.join("\n")).not.toContain(password);
  });
});

const gone = (socket: Socket) => {
  socket.destroy();
  return null;
};

describe("a mail server that does not answer as it should", () => {
  test.each<[string, Answer, RegExp]>([
    ["ends the connection at once", until("CAPABILITY", gone), /the connection broke off|closed the connection/],
    ["ends it in the middle of a mail", until("UID FETCH", half), /the connection broke off/],
    ["falls silent", until("UID SEARCH", () => null), /not done within 0.8 s/],
    ["falls silent in the middle of a mail", until("UID FETCH", stuck), /not done within 0.8 s/],
    ["speaks another language", until("UID FETCH", babble), /could not be read/],
  ])("%s: is told as unreachable", async (_name, answer, sentence) => {
    const failed = await read(await serve(answer)).catch((error: unknown) => error);
    expect(failed).toBeInstanceOf(VendorUnreachable);
    expect(String(failed)).toMatch(sentence);
    expect(String(failed)).not.toContain(password);
  });

  test.each<[string, Answer]>([
    ["refuses to search", until("UID SEARCH", no)],
    ["refuses to fetch", until("UID FETCH", no)],
    ["names no time of arrival", until("UID FETCH", () => ["* 1 FETCH (UID 4)"])],
  ])("%s: is not taken for an empty mailbox", async (_name, answer) => {
    await expect(read(await serve(answer))).rejects.toThrow(VendorAnsweredWrong);
  });

  test("or is not there", async () => {
    const port = await serve(sound);
    for (const server of open.splice(0)) server.close();
    await expect(read(port)).rejects.toThrow(/nothing listens there/);
  });
});

function half(socket: Socket): null {
  socket.write('* 1 FETCH (UID 4 INTERNALDATE "20-Nov-2026 11:00:00 +0100" BODY[]<0> {500}\r\nSubject: ha');
  setTimeout(() => socket.destroy(), 20);
  return null;
}

function stuck(socket: Socket): null {
  socket.write("* 1 FETCH (UID 4 BODY[]<0> {500}\r\nSubject: ha");
  return null;
}

function babble(socket: Socket): null {
  socket.write("HTTP/1.1 400 Bad Request\r\n\r\n");
  return gone(socket);
}

function no(socket: Socket, _command: string): null {
  const tag = heard.at(-1)?.split(" ")[0];
  socket.write(`${tag} NO not today\r\n`);
  return null;
}
