/**
 * Who may speak to a local listener at all. A web page of another site reaches this machine's loopback by a name that it points
 * here (then the `Host` is foreign), or blindly by a form or script of its own (then the `Origin` is). Plain JavaScript: the
 * process that runs deployed functions uses it too.
 */

/** Every name that loopback has in an address. */
const names = ["127.0.0.1", "localhost", "[::1]"];

/** @param {number} port the names under which a listener is called, with its port */
function ownHosts(port) {
  const hosts = names.map((name) => `${name}:${port}`);
  // Clients leave out the port that HTTP has by itself.
  return port === 80 ? [...hosts, ...names] : hosts;
}

/** @param {string} url a whole address */
function hostIn(url) {
  return URL.canParse(url) ? new URL(url).host : undefined;
}

/**
 * @param {import("node:http").IncomingMessage} request
 * @returns {string | null} why the call is refused, or null
 */
export function strangerOf({ headers, url = "/", socket }) {
  const hosts = ownHosts(socket.localPort ?? 0);
  // A request line may name a whole address, which then goes before the header.
  const named = url.startsWith("/") || url === "*" ? headers.host : hostIn(url);
  for (const host of [headers.host, named]) {
    if (host === undefined || !hosts.includes(host.toLowerCase())) {
      return `Refused: the Host header is none of ${hosts.join(", ")}. Call the address that .local/vendors.json names.`;
    }
  }
  const { origin } = headers;
  if (origin === undefined || hosts.some((host) => origin.toLowerCase() === `http://${host}`)) return null;
  return "Refused: the Origin header names another site. Web pages of other sites cannot call the local stack.";
}
