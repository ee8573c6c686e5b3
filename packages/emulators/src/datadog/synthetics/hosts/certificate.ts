import { generateKeyPairSync, randomBytes, sign } from "node:crypto";

/** A certificate that signs itself, with its key, both as PEM. */
export interface Certificate {
  key: string;
  cert: string;
}

const keys = generateKeyPairSync("ec", { namedCurve: "P-256" });

/** One element of DER (ITU-T X.690): a tag, the length, the content. */
function element(tag: number, ...content: Uint8Array[]): Buffer {
  const body = Buffer.concat(content);
  if (body.length < 0x80) return Buffer.concat([Buffer.from([tag, body.length]), body]);
  const length = Buffer.from(body.length.toString(16).padStart(body.length > 0xff ? 4 : 2, "0"), "hex");
  return Buffer.concat([Buffer.from([tag, 0x80 | length.length]), length, body]);
}

const sequence = (...content: Uint8Array[]): Buffer => element(0x30, ...content);
const oid = (hex: string): Buffer => element(0x06, Buffer.from(hex, "hex"));
/** GeneralizedTime, in whole seconds. */
const time = (at: Date): Buffer => element(0x18, Buffer.from(`${at.toISOString().replace(/[-:T]|\..*/g, "")}Z`));

/** 1.2.840.10045.4.3.2, ecdsa-with-SHA256. */
const algorithm = sequence(oid("2a8648ce3d040302"));

/** An X.509 certificate (RFC 5280) of one host name, for as long as it is told. */
export function certificateOf(host: string, { from, to }: { from: Date; to: Date }): Certificate {
  const name = sequence(element(0x31, sequence(oid("550403"), element(0x0c, Buffer.from(host)))));
  const names = sequence(oid("551d11"), element(0x04, sequence(element(0x82, Buffer.from(host)))));
  const signed = sequence(
    element(0xa0, element(0x02, Buffer.from([2]))),
    element(0x02, Buffer.concat([Buffer.from([1]), randomBytes(8)])),
    algorithm,
    name,
    sequence(time(from), time(to)),
    name,
    keys.publicKey.export({ type: "spki", format: "der" }),
    element(0xa3, sequence(names)),
  );
  const signature = element(0x03, Buffer.from([0]), sign("sha256", signed, keys.privateKey));
  const der = sequence(signed, algorithm, signature).toString("base64");
  return {
    key: keys.privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
    cert: `-----BEGIN CERTIFICATE-----\n${der.replace(/.{1,64}/g, "$&\n")}-----END CERTIFICATE-----\n`,
  };
}
