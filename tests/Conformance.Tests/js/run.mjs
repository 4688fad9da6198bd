// Drives the sidecar with the official client, as any application would. One line a case: "CASE {json}".
import { createRequire } from "node:module";
import { stateCases } from "./state.mjs";
import { publishSubscribeCases } from "./publish-subscribe.mjs";
import { invocationCases } from "./invocation.mjs";
import { sidecarCases } from "./sidecar.mjs";
import { actorCases } from "./actors.mjs";
import { grpcCases } from "./grpc.mjs";
import { blockCases } from "./blocks.mjs";
import { workflowCases } from "./workflows.mjs";

const dapr = createRequire(import.meta.url)("@dapr/dapr");
const connection = {
  daprHost: "127.0.0.1",
  daprPort: process.env.DAPR_HTTP_PORT,
  communicationProtocol: dapr.CommunicationProtocolEnum.HTTP,
  logger: { level: dapr.LogLevel.Error },
};
const server = new dapr.DaprServer({
  serverHost: "127.0.0.1",
  serverPort: process.env.APP_PORT,
  communicationProtocol: dapr.CommunicationProtocolEnum.HTTP,
  clientOptions: connection,
  logger: { level: dapr.LogLevel.Error },
});
const client = new dapr.DaprClient(connection);
const grpc = new dapr.DaprClient({ ...connection, daprPort: process.env.DAPR_GRPC_PORT, communicationProtocol: dapr.CommunicationProtocolEnum.GRPC });
const environment = { dapr, server, client, grpc, connection, appId: process.env.APP_ID };

const groups = [sidecarCases, stateCases, publishSubscribeCases, invocationCases, actorCases, grpcCases, blockCases, workflowCases];
const cases = [];
for (const group of groups) {
  cases.push(...(await group(environment)));
}

await server.start();
for (const { name, run } of cases) {
  const line = { name, ok: true };
  try {
    await withDeadline(run(), 20_000);
  } catch (error) {
    line.ok = false;
    line.error = String(error?.stack ?? error);
  }

  console.log(`CASE ${JSON.stringify(line)}`);
}

await server.stop();
process.exit(0);

function withDeadline(promise, milliseconds) {
  let timer;
  const deadline = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`not within ${milliseconds} ms`)), milliseconds);
  });
  return Promise.race([promise, deadline]).finally(() => clearTimeout(timer));
}
