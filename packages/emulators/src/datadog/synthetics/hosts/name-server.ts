import { createSocket } from "node:dgram";
import { once } from "node:events";
import { isIPv6 } from "node:net";

/** The types of records that are served, with their numbers (RFC 1035, 3596). */
const recordTypes = { A: 1, NS: 2, CNAME: 5, TXT: 16, AAAA: 28 } as const;
export type RecordType = keyof typeof recordTypes;

export const isRecordType = (text: string): text is RecordType => Object.hasOwn(recordTypes, text);

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

const headerBytes = 12;
const nameExists = 0x8180;
const noSuchName = 0x8183;

/** Null for what is no question. */
function answerTo(question: Buffer, records: readonly NameRecord[]): Buffer | null {
  if (question.length < headerBytes + 5) return null;
  const labels: string[] = [];
  let at = headerBytes;
  for (let length = question[at] ?? 0; length > 0 && at < question.length; length = question[at] ?? 0) {
    labels.push(question.toString("latin1", at + 1, at + 1 + length));
    at += 1 + length;
  }
  const end = at + 5;
  if (end > question.length) return null;
  const type = question.readUInt16BE(at + 1);
  const own = records.filter(({ domain }) => domain.toLowerCase() === labels.join(".").toLowerCase());
  const found = own.filter((one) => recordTypes[one.type] === type);
  const data = found.flatMap(({ type, values }) => values.map((value) => dataOf(type, value)));
  const header = Buffer.alloc(headerBytes);
  question.copy(header, 0, 0, 2);
  header.writeUInt16BE(own.length > 0 ? nameExists : noSuchName, 2);
  header.writeUInt16BE(1, 4);
  header.writeUInt16BE(data.length, 6);
  return Buffer.concat([header, question.subarray(headerBytes, end), ...data.map((one) => answerOf(type, one))]);
}

/** One record: the name is that of the question, and lasts a minute. */
function answerOf(type: number, data: Buffer): Buffer {
  const head = Buffer.alloc(headerBytes);
  head.writeUInt16BE(0xc000 | headerBytes, 0);
  head.writeUInt16BE(type, 2);
  head.writeUInt16BE(1, 4);
  head.writeUInt32BE(60, 6);
  head.writeUInt16BE(data.length, 10);
  return Buffer.concat([head, data]);
}

const counted = (text: string): Buffer => Buffer.concat([Buffer.from([Buffer.byteLength(text)]), Buffer.from(text)]);

function dataOf(type: RecordType, value: string): Buffer {
  switch (type) {
    case "A":
      return Buffer.from(value.split(".").map(Number));
    case "AAAA":
      return addressBytes(value);
    case "TXT":
      return Buffer.concat((value.match(/[\s\S]{1,255}/g) ?? [""]).map(counted));
    case "NS":
    case "CNAME":
      return Buffer.concat([...value.replace(/\.$/, "").split(".").map(counted), Buffer.from([0])]);
  }
}

/** The 16 bytes of an address such as `2001:db8::1`. */
function addressBytes(address: string): Buffer {
  if (!isIPv6(address)) return Buffer.alloc(16);
  const [head = "", tail = ""] = address.split("::");
  const groups = (text: string) => text.split(":").filter((group) => group !== "");
  const missing = 8 - groups(head).length - groups(tail).length;
  const all = [
    ...groups(head),
    ...Array.from({ length: address.includes("::") ? missing : 0 }, () => "0"),
    ...groups(tail),
  ];
  return Buffer.from(all.map((group) => group.padStart(4, "0")).join(""), "hex");
}
