import { withoutSecrets } from "../vendors/secrets.ts";

type Done = (error?: Error | null) => void;

/** Lets nothing out on a stream with a secret of this process in it, whoever writes it. */
export function guardOutput(streams: readonly NodeJS.WritableStream[] = [process.stdout, process.stderr]): void {
  for (const stream of streams) {
    const write = stream.write.bind(stream);
    stream.write = (chunk: string | Uint8Array, encoding?: BufferEncoding | Done, done?: Done) => {
      const text = withoutSecrets(typeof chunk === "string" ? chunk : Buffer.from(chunk).toString());
      return typeof encoding === "function" ? write(text, encoding) : write(text, encoding, done);
    };
  }
}
