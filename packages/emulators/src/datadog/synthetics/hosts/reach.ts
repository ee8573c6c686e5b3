import { Resolver } from "node:dns/promises";
import { once } from "node:events";
import { createServer, type Server, type Socket, connect as tcpConnect } from "node:net";
import { createServer as createTlsServer, type TLSSocket, connect as tlsConnect } from "node:tls";
import type { LocalContext } from "../../../context.ts";
import { certificateOf } from "./certificate.ts";
import { type NameRecord, type RecordType, withNameServer } from "./name-server.ts";

/**
 * Hosts of the emulated world, really asked: for each run the server that a host stands for is opened on this machine, and asked over
 * a socket. A fault of `hosts` (`POST /faults`) makes it fail as such a thing fails: the port is closed, the certificate ends within a
 * day, the name leads elsewhere. Its method is `TCP`, `TLS` or `DNS`, its path `host:port` or the domain.
 */
export interface HostAnswer {
  /** Milliseconds. */
  responseTime: number;
  connection?: "established" | "refused" | "timeout";
  /** Days from now, by the emulated clock, until the certificate ends, and the version of TLS: `1.3`. */
  certificate?: { days: number; tlsVersion: string };
  records?: readonly string[];
}

/** The code of what kept an answer away (spec: `SyntheticsApiTestFailureCode`). */
export type Unreached = "DNS" | "SSL" | "CONNREFUSED" | "TIMEOUT";

/** Days that a certificate is good for while all is well: the longest that a public authority gives. */
const healthyDays = 397;
const dayMs = 86_400_000;

/** Names below `.example` are of the emulated world, and those that its accounts name; no other is known. */
const isKnown = ({ accounts }: LocalContext, host: string): boolean =>
  /(?:^|\.)example$/.test(host) ||
  [...accounts.vercel.projects, ...accounts.app.checks].some((one) => one.host === host) ||
  accounts.app.hosts.includes(host);

const isFaulty = ({ faults }: LocalContext, method: "TCP" | "TLS" | "DNS", path: string): boolean =>
  faults.take("hosts", method, path) !== undefined;

async function timed<T>(work: () => Promise<T>): Promise<[T, number]> {
  const begun = performance.now();
  const result = await work();
  return [result, performance.now() - begun];
}

/** Connects to a port. */
export async function reachPort(
  context: LocalContext,
  { host, port, timeoutMs }: { host: string; port: number; timeoutMs: number },
): Promise<HostAnswer | Unreached> {
  if (!isKnown(context, host)) return "DNS";
  const server = createServer((socket) => socket.end());
  const open = await listening(server);
  const closed = isFaulty(context, "TCP", `${host}:${port}`);
  if (closed) await ended(server);
  const socket = tcpConnect({ host: "127.0.0.1", port: open });
  const [connection, responseTime] = await timed(() => connected(socket, timeoutMs, "connect"));
  socket.destroy();
  if (!closed) await ended(server);
  return { connection, responseTime };
}

/** Shakes hands as TLS does, and looks at the certificate. */
export async function reachCertificate(
  context: LocalContext,
  { host, port, timeoutMs }: { host: string; port: number; timeoutMs: number },
): Promise<HostAnswer | Unreached> {
  if (!isKnown(context, host)) return "DNS";
  const now = context.now().getTime();
  const days = isFaulty(context, "TLS", `${host}:${port}`) ? 0.5 : healthyDays;
  // The handshake goes by this machine's clock.
  const from = new Date(Math.min(now, Date.now()) - dayMs);
  const { key, cert } = certificateOf(host, { from, to: new Date(now + days * dayMs) });
  const server = createTlsServer({ key, cert }, (socket) => socket.end());
  const open = await listening(server);
  const socket = tlsConnect({ host: "127.0.0.1", port: open, servername: host, ca: cert });
  const [connection, responseTime] = await timed(() => connected(socket, timeoutMs, "secureConnect"));
  const answer = connection === "established" ? certificateAnswer(socket, now) : null;
  socket.destroy();
  await ended(server);
  if (answer === null) return connection === "timeout" ? "TIMEOUT" : "SSL";
  return { responseTime, certificate: answer };
}

function certificateAnswer(socket: TLSSocket, now: number): NonNullable<HostAnswer["certificate"]> {
  const days = (Date.parse(socket.getPeerCertificate().valid_to) - now) / dayMs;
  return { days, tlsVersion: (socket.getProtocol() ?? "").replace(/^TLSv/, "") };
}

const elsewhere: Readonly<Record<RecordType, string>> = {
  A: "203.0.113.66",
  AAAA: "2001:db8::66",
  CNAME: "elsewhere.example",
  NS: "ns.elsewhere.example",
  TXT: "elsewhere",
};

/** Asks for the records of a name; all names are known to the one server of this machine, whichever is named. */
export async function reachName(
  context: LocalContext,
  { domain, type, timeoutMs }: { domain: string; type: RecordType; timeoutMs: number },
): Promise<HostAnswer | Unreached> {
  const faulty = isFaulty(context, "DNS", domain);
  const records = context.accounts.app.names.map(
    (one): NameRecord => (faulty && one.domain === domain ? { ...one, values: [elsewhere[one.type]] } : one),
  );
  return withNameServer(records, async (port) => {
    const resolver = new Resolver({ timeout: timeoutMs, tries: 1 });
    resolver.setServers([`127.0.0.1:${port}`]);
    try {
      const [found, responseTime] = await timed(() => resolved(resolver, domain, type));
      return { responseTime, records: found };
    } catch (error) {
      return error instanceof Error && "code" in error && error.code === "ETIMEOUT" ? "TIMEOUT" : "DNS";
    }
  });
}

async function resolved(resolver: Resolver, domain: string, type: RecordType): Promise<string[]> {
  if (type === "TXT") return (await resolver.resolveTxt(domain)).map((parts) => parts.join(""));
  const found: unknown = await resolver.resolve(domain, type);
  return Array.isArray(found) ? found.map(String) : [];
}

async function listening(server: Server): Promise<number> {
  // A client that goes away is no fault of the server's.
  server.on("connection", (socket) => socket.on("error", () => {}));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("a server of this machine has no port");
  return address.port;
}

const ended = (server: Server): Promise<void> => new Promise((done) => server.close(() => done()));

/** How a connection ends, or how it does not come about; an open one is closed by whoever asked. */
function connected(
  socket: Socket,
  timeoutMs: number,
  event: "connect" | "secureConnect",
): Promise<NonNullable<HostAnswer["connection"]>> {
  return new Promise((done) => {
    socket.setTimeout(timeoutMs, () => done("timeout"));
    socket.once(event, () => done("established"));
    socket.on("error", () => done("refused"));
  });
}
