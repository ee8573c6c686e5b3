/**
 * What `pulumi-language-nodejs` does, as far as `pulumi up` and `pulumi preview` need it: the engine asks it to run the
 * project's program, and it starts Pulumi's own runner on `main` of Pulumi.yaml with the `nodeargs` from there; a policy pack is
 * served by Pulumi's own runner of packs. The real one
 * comes with Pulumi's download and not with its published modules, so a machine that built its engine does not have it. It says
 * its port on standard output. Plain JavaScript: the engine starts it twice in each run, and a compiler would cost it twice as much.
 */
import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import path from "node:path";
import grpc from "@grpc/grpc-js";
import services from "@pulumi/pulumi/proto/language_grpc_pb.js";
import messages from "@pulumi/pulumi/proto/language_pb.js";
import plugins from "@pulumi/pulumi/proto/plugin_pb.js";
import empty from "google-protobuf/google/protobuf/empty_pb.js";

const [engine = ""] = process.argv.slice(2).filter((word) => !word.startsWith("-"));

/** The runner's exit code when it has told the user what is wrong by itself. */
const saidAlready = 32;

/**
 * Runs a program to its end; an error for one that failed, empty when that has been told.
 * @param {messages.RunRequest} request
 * @returns {Promise<messages.RunResponse>}
 */
function run(request) {
  const info = request.getInfo();
  const words = String(info?.getOptions()?.toJavaScript().nodeargs ?? "")
    .split(" ")
    .filter((word) => word !== "");
  const folder = info?.getProgramDirectory() ?? request.getPwd();
  const runner = createRequire(path.join(folder, "package.json")).resolve("@pulumi/pulumi/cmd/run");
  const flags = [
    `--engine=${engine}`,
    `--monitor=${request.getMonitorAddress()}`,
    `--organization=${request.getOrganization()}`,
    `--project=${request.getProject()}`,
    `--root-directory=${info?.getRootDirectory() ?? folder}`,
    `--stack=${request.getStack()}`,
    `--parallel=${request.getParallel()}`,
    `--pwd=${request.getPwd()}`,
    ...(request.getDryrun() ? ["--dry-run"] : []),
  ];
  const env = {
    ...process.env,
    PULUMI_CONFIG: JSON.stringify(Object.fromEntries(request.getConfigMap().toObject(true))),
    PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(request.getConfigsecretkeysList()),
  };
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [...words, runner, ...flags, info?.getEntryPoint() ?? "."], {
      cwd: request.getPwd(),
      env,
      stdio: ["ignore", 2, 2],
    });
    child.on("close", (code) => {
      const response = new messages.RunResponse();
      if (code === saidAlready) response.setBail(true);
      else if (code !== 0) response.setError(`the program ended with exit code ${code}`);
      resolve(response);
    });
  });
}

/**
 * A call that is answered with what `work` makes of its request.
 * @template Request, Response
 * @param {(request: Request) => Response | Promise<Response>} work
 * @returns {(call: {request: Request}, answer: grpc.sendUnaryData<Response>) => Promise<void>}
 */
function answering(work) {
  return async ({ request }, answer) => {
    try {
      answer(null, await work(request));
    } catch (error) {
      answer(error instanceof Error ? error : new Error(String(error)));
    }
  };
}

/**
 * Serves a policy pack in its own folder until the engine hangs up; what it writes is the engine's, its port first.
 * @param {grpc.ServerWritableStream<messages.RunPluginRequest, messages.RunPluginResponse>} call
 */
function runPlugin(call) {
  const { request } = call;
  const folder = request.getInfo()?.getProgramDirectory() ?? request.getPwd();
  const runner = createRequire(path.join(folder, "package.json")).resolve("@pulumi/pulumi/cmd/run-policy-pack");
  const pairs = request.getEnvList().map((pair) => [pair.split("=", 1)[0], pair.slice(pair.indexOf("=") + 1)]);
  const child = spawn(process.execPath, [runner, ...request.getArgsList(), folder], {
    // `@pulumi/policy` reads its version from the package.json there.
    cwd: folder,
    env: { ...process.env, ...Object.fromEntries(pairs) },
    stdio: ["ignore", "pipe", "pipe"],
  });
  child.stdout.on("data", (text) => call.write(new messages.RunPluginResponse().setStdout(text)));
  child.stderr.on("data", (text) => call.write(new messages.RunPluginResponse().setStderr(text)));
  child.on("close", (code) => {
    call.write(new messages.RunPluginResponse().setExitcode(code ?? 1));
    call.end();
  });
  call.on("cancelled", () => child.kill());
}

const server = new grpc.Server();
server.addService(services.LanguageRuntimeService, {
  runPlugin,
  handshake: answering(() => new messages.LanguageHandshakeResponse()),
  getPluginInfo: answering(() => new plugins.PluginInfo().setVersion("0.0.0")),
  getRequiredPackages: answering(() => new messages.GetRequiredPackagesResponse()),
  cancel: answering(() => new empty.Empty()),
  run: answering(run),
});
server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, port) => {
  if (error) throw error;
  process.stdout.write(`${port}\n`);
});
// The engine's end of standard input closes when it goes.
process.stdin.on("end", () => process.exit(0)).resume();
