import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, chown, mkdir, mkdtemp, readdir, readFile, rename, rm, utimes, writeFile } from "node:fs/promises";
import { connect, createServer } from "node:net";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

export const user = "founder@example.com";
export const password = "wachtwoord met é";

/** A running mail server with one user, and that user's maildir. */
export interface MailServer {
  /** Port for `imap://` (with STARTTLS) and for `imaps://`. */
  ports: { plain: number; tls: number };
  /** The server's certificate, which nobody else has signed. */
  certificate: string;
  /** Puts a mail into the maildir as delivered at a time. `source` has Unix line ends. */
  deliver(source: string, at: Date): Promise<void>;
  /** Names of the files of all mails: flags stand at their end (`:2,S` is seen). */
  files(): Promise<string[]>;
  stop(): Promise<void>;
}

/** Mails of a server that runs as root belong to nobody: it refuses to serve those of root. */
const nobody = { uid: 65_534, gid: 65_534 };

/** Starts dovecot on free ports of the loopback, with everything that it writes in a folder of its own. */
export async function startDovecot(command: string): Promise<MailServer> {
  const dir = await mkdtemp(join(tmpdir(), "tocsin-mail-"));
  await chmod(dir, 0o755);
  const isRoot = process.getuid?.() === 0;
  const owner = isRoot ? nobody : { uid: userInfo().uid, gid: userInfo().gid };
  const maildir = join(dir, "mail", "Maildir");
  for (const folder of ["mail", "mail/Maildir", "mail/Maildir/new", "mail/Maildir/cur", "mail/Maildir/tmp"]) {
    await mkdir(join(dir, folder));
    await chown(join(dir, folder), owner.uid, owner.gid);
  }
  makeCertificate(dir);
  const ports = { plain: await freePort(), tls: await freePort() };
  await writeFile(join(dir, "users"), `${user}:{PLAIN}${password}\n`);
  await writeFile(join(dir, "dovecot.conf"), settings(dir, ports, owner, isRoot));

  const child = spawn(command, ["-F", "-c", join(dir, "dovecot.conf")], { stdio: ["ignore", "ignore", "pipe"] });
  const exited = once(child, "exit");
  let said = "";
  child.stderr.on("data", (chunk: Buffer) => {
    said += chunk.toString();
  });
  const stop = async () => {
    if (child.exitCode === null) child.kill("SIGTERM");
    await exited;
    await rm(dir, { recursive: true, force: true });
  };
  while (!(await answers(ports.tls))) {
    if (child.exitCode === null) {
      await sleep(50);
      continue;
    }
    const log = await readFile(join(dir, "log"), "utf8").catch(() => "");
    await stop();
    throw new Error(`dovecot did not start:\n${said}${log}`);
  }
  let delivered = 0;
  return {
    ports,
    certificate: await readFile(join(dir, "certificate.pem"), "utf8"),
    deliver: async (source, at) => {
      const name = `${Math.floor(at.getTime() / 1000)}.M${++delivered}.test`;
      const file = join(maildir, "tmp", name);
      await writeFile(file, source);
      await chown(file, owner.uid, owner.gid);
      // Dovecot takes the time of the file for the time of arrival.
      await utimes(file, at, at);
      await rename(file, join(maildir, "new", name));
    },
    files: async () => [...(await readdir(join(maildir, "new"))), ...(await readdir(join(maildir, "cur")))],
    stop,
  };
}

function settings(dir: string, ports: MailServer["ports"], owner: typeof nobody, isRoot: boolean): string {
  const me = userInfo().username;
  const group = execFileSync("id", ["-gn"], { encoding: "utf8" }).trim();
  const own = `default_login_user = ${me}\ndefault_internal_user = ${me}\ndefault_internal_group = ${group}\n`;
  return `${isRoot ? "" : own}
protocols = imap
listen = 127.0.0.1
base_dir = ${dir}/run
state_dir = ${dir}/state
log_path = ${dir}/log
ssl = yes
ssl_cert = <${dir}/certificate.pem
ssl_key = <${dir}/key.pem
auth_failure_delay = 0
mail_location = maildir:${dir}/mail/Maildir
first_valid_uid = 1
passdb {
  driver = passwd-file
  args = ${dir}/users
}
userdb {
  driver = static
  args = uid=${owner.uid} gid=${owner.gid} home=${dir}/mail
}
service imap-login {
  ${isRoot ? "" : "chroot ="}
  inet_listener imap {
    port = ${ports.plain}
  }
  inet_listener imaps {
    port = ${ports.tls}
    ssl = yes
  }
}
service anvil {
  ${isRoot ? "" : "chroot ="}
  # Else a wrong password makes the log-ins after it wait.
  unix_listener anvil-auth-penalty {
    mode = 0
  }
}
`;
}

/** Makes `key.pem` and `certificate.pem` for the loopback in a folder. */
export function makeCertificate(dir: string): void {
  const names = "subjectAltName=DNS:localhost,IP:127.0.0.1";
  const files = ["-keyout", join(dir, "key.pem"), "-out", join(dir, "certificate.pem")];
  const kind = ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "1"];
  execFileSync("openssl", [...kind, "-subj", "/CN=localhost", "-addext", names, ...files], { stdio: "pipe" });
}

/** A port that was free a moment ago. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  if (address === null || typeof address === "string") throw new Error("the system gave no port");
  return address.port;
}

async function answers(port: number): Promise<boolean> {
  const socket = connect(port, "127.0.0.1");
  try {
    await once(socket, "connect");
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
