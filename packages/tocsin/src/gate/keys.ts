import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from "node:crypto";

/** Ed25519 keys as text: one line of base64 (PKCS8 for the private one, SPKI for the public one), or PEM. */

export interface KeyPair {
  privateKey: string;
  publicKey: string;
}

/** A text that is no usable key. The message never holds the text. */
export class KeyUnusable extends Error {
  readonly exitCode = 2;
  override readonly name = "KeyUnusable";
}

export function generateKeys(): KeyPair {
  const { privateKey, publicKey } = generateKeyPairSync("ed25519");
  return {
    privateKey: privateKey.export({ type: "pkcs8", format: "der" }).toString("base64"),
    publicKey: publicText(publicKey),
  };
}

/** @throws KeyUnusable naming where it came from */
export function readPrivateKey(text: string, from: string): KeyObject {
  return ed25519(from, "private", () => {
    const trimmed = text.trim();
    if (trimmed.startsWith("-----BEGIN")) return createPrivateKey(trimmed);
    return createPrivateKey({ key: Buffer.from(trimmed, "base64"), type: "pkcs8", format: "der" });
  });
}

/** @throws KeyUnusable naming where it came from */
export function readPublicKey(text: string, from: string): KeyObject {
  return ed25519(from, "public", () => {
    const trimmed = text.trim();
    if (trimmed.startsWith("-----BEGIN PUBLIC KEY")) return createPublicKey(trimmed);
    return createPublicKey({ key: Buffer.from(trimmed, "base64"), type: "spki", format: "der" });
  });
}

/** The public half as one line. */
export const publicText = (key: KeyObject): string =>
  (key.type === "private" ? createPublicKey(key) : key).export({ type: "spki", format: "der" }).toString("base64");

function ed25519(from: string, which: string, make: () => KeyObject): KeyObject {
  let key: KeyObject;
  try {
    key = make();
  } catch {
    // The cause is left out: it may quote the text.
    throw new KeyUnusable(
      `${from} holds no ${which} key: give it as PEM, or as base64. \`tocsin evidence keygen\` makes one.`,
    );
  }
  if (key.asymmetricKeyType === "ed25519") return key;
  throw new KeyUnusable(`${from} holds a key of the kind ${key.asymmetricKeyType}; evidence is signed with Ed25519.`);
}
