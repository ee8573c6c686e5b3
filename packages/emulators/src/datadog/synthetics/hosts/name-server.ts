import { createSocket } from "node:dgram";
import { once } from "node:events";
import { type Answer, decode, encode, type Packet } from "dns-packet";

const recordTypes = ["A", "AAAA", "CNAME", "NS", "TXT"] as const;
export type RecordType = (typeof recordTypes)[number];

export const isRecordType = (text: string): text is RecordType => recordTypes.some((one) => one === text);

/** What a name has of one type. */
export interface NameRecord {
  domain: string;
  type: RecordType;
  values: readonly string[];
}

/** A name server on this machine while `work` runs, which is given its port. A name that it does not have does not exist. */
export async function withNameServer<T>(
  records: readonly NameRecord[],
  work: (port: number) => Promise<T>,
): Promise<T> {
  const socket = createSocket("udp4");
  socket.on("message", (question, { port, address }) => {
    const answer = answerTo(question, records);
    if (answer !== null) socket.send(answer, port, address);
  });
  socket.bind(0, "127.0.0.1");
  await once(socket, "listening");
  try {
    return await work(socket.address().port);
  } finally {
    socket.close();
  }
}

/** Code of an answer (RFC 1035): there is no such name. */
const noSuchName = 3;

/** Null for what is no question. */
function answerTo(question: Buffer, records: readonly NameRecord[]): Buffer | null {
  const read = decoded(question);
  const [asked] = read?.questions ?? [];
  if (read === null || asked === undefined) return null;
  const own = records.filter(({ domain }) => domain.toLowerCase() === asked.name.toLowerCase());
  const found = own.filter(({ type }) => type === asked.type);
  return encode({
    ...{ type: "response", id: read.id ?? 0, flags: own.length > 0 ? 0 : noSuchName, questions: [asked] },
    answers: found.flatMap((one) => one.values.map((value) => answerOf(asked.name, one.type, value))),
  });
}

function decoded(question: Buffer): Packet | null {
  try {
    return decode(question);
  } catch {
    return null;
  }
}

function answerOf(name: string, type: RecordType, value: string): Answer {
  const ttl = 60;
  // A text is written in parts of at most 255 bytes.
  return type === "TXT"
    ? { type, name, ttl, data: value.match(/[\s\S]{1,255}/g) ?? [""] }
    : { type, name, ttl, data: value };
}
