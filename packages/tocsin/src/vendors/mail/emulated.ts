import { z } from "zod";
import { VendorError } from "../http/errors.ts";
import { type Limits, VendorHttp } from "../http/read.ts";
import type { EmulatedMail } from "./connection.ts";
import type { Mailbox } from "./mailbox.ts";

const answer = z.object({
  messages: z.array(
    z.object({
      id: z.string(),
      receivedAt: z.iso.datetime(),
      to: z.array(z.string()),
      subject: z.string(),
      text: z.string(),
    }),
  ),
});

/** The mailbox of the local stack, which speaks HTTP in place of IMAP. */
export function emulatedMailbox({ url, token }: EmulatedMail, limits: Limits = {}): Mailbox {
  const messages: Mailbox["messages"] = async ({ since }) => {
    // A limit for all calls together counts from the first: each reading has its own.
    const headers = { authorization: `Bearer ${token}` };
    const credential = "the token of `control` in vendors.json";
    const http = new VendorHttp({ vendor: "The mailbox", url, headers, credential, ...limits });
    const path = `/messages?${new URLSearchParams({ since: since.toISOString() })}`;
    const { data } = await http.get({ path, what: "messages", scope: "reading", schema: answer });
    return data.messages.map(({ id, receivedAt, to, subject, text }) => ({
      id,
      at: new Date(receivedAt),
      subject,
      text,
      recipients: new Set(to.map((address) => address.toLowerCase())),
    }));
  };
  return {
    messages,
    reachable: async () => {
      try {
        await messages({ since: new Date() });
        return null;
      } catch (error) {
        if (error instanceof VendorError) return error.message;
        throw error;
      }
    },
  };
}
