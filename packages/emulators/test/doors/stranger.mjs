/**
 * Calls made in a process of its own, so that another user of the machine makes them. Reads `[{url, method, headers, body}]` from
 * standard input and prints `{uid, answers: [{status, headers, text}]}`. By sockets and not by `fetch`: a browser's `Host` is
 * chosen by whoever owns the name, and `fetch` lets nobody choose one.
 */
import { Agent, request } from "node:http";
import { text } from "node:stream/consumers";

const agent = new Agent({ keepAlive: true, maxSockets: 1 });

/** @param {{url: string, method: string, headers: Record<string, string>, body: string | null}} call */
function answerOf({ url, method, headers, body }) {
  return new Promise((resolve, reject) => {
    const sent = request(url, { method, headers, agent }, async (response) => {
      resolve({ status: response.statusCode, headers: response.headers, text: await text(response) });
    });
    sent.on("error", reject);
    sent.end(body ?? undefined);
  });
}

const answers = [];
for (const call of JSON.parse(await text(process.stdin))) answers.push(await answerOf(call));
console.log(JSON.stringify({ uid: process.getuid?.() ?? null, answers }));
agent.destroy();
