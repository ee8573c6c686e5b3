import { z } from "zod";
import type { LocalContext, VendorEmulator } from "../context.ts";
import { bears } from "../secret.ts";
import { createVendorApp } from "../vendor.ts";

const incoming = z.strictObject({
  from: z.email(),
  to: z.array(z.email()).min(1),
  subject: z.string(),
  text: z.string(),
});

/** A delivered message. */
type Message = z.infer<typeof incoming> & {
  id: string;
  /** ISO 8601, on the emulated clock. */
  receivedAt: string;
};

/** The mailbox, with what lies in it. */
export interface MailEmulator extends VendorEmulator {
  readonly messages: Message[];
}

/**
 * One mailbox for every address, over HTTP in place of SMTP and IMAP. Other emulated vendors deliver with `POST /messages`;
 * `GET /messages?since=<ISO 8601>&to=<address>` reads what came at or after a time, oldest first. Messages are never changed. The
 * credential is the control app's: a mailbox of everybody has none of its own.
 */
export function createMail(context: LocalContext): MailEmulator {
  const messages: Message[] = [];
  const app = createVendorApp(context, "mail", (c) =>
    bears(c, context.tokens.control.token) ? null : c.json({ error: "the bearer token of `control` is missing" }, 401),
  );

  app.get("/messages", (c) => {
    const [since, to] = [c.req.query("since"), c.req.query("to")];
    if (since !== undefined && Number.isNaN(Date.parse(since)))
      return c.json({ error: `since: ${since} is not a time` }, 400);
    const found = messages.filter(
      (message) =>
        (since === undefined || Date.parse(message.receivedAt) >= Date.parse(since)) &&
        (to === undefined || message.to.includes(to)),
    );
    return c.json({ messages: found });
  });

  app.post("/messages", async (c) => {
    const parsed = incoming.safeParse(await c.req.json().catch(() => null));
    if (!parsed.success) {
      const problems = parsed.error.issues.map((issue) => `${issue.path.join(".") || "message"}: ${issue.message}`);
      return c.json({ error: problems.join("; ") }, 400);
    }
    const message = { id: `msg-${context.newId()}`, receivedAt: context.now().toISOString(), ...parsed.data };
    messages.push(message);
    return c.json(message, 201);
  });

  app.notFound((c) => c.json({ error: `${c.req.method} ${c.req.path} does not exist` }, 404));
  return { name: "mail", app, messages, counts: () => ({ messages: messages.length }), describe: (url) => ({ url }) };
}
