// Serves the echo service; says "PORT n" when it listens, ends when its input does.
import grpc from "@grpc/grpc-js";
import { service } from "./echo.mjs";

const { Missing, ...served } = service;
const server = new grpc.Server();
server.addService(served, {
  Unary: (call, answer) => answer(null, call.request),
  Spell: (call) => {
    for (const letter of call.request) {
      call.write(letter);
    }

    call.end();
  },
  Duplex: (call) => {
    call.on("data", (text) => call.write(text));
    call.on("end", () => call.end());
  },
  Fail: (call, answer) => {
    const metadata = new grpc.Metadata();
    metadata.set("reason", "because");
    answer({ code: grpc.status.ABORTED, details: call.request, metadata });
  },
  FailLate: (call) => {
    call.write(call.request);
    call.write(call.request);
    call.emit("error", { code: grpc.status.NOT_FOUND, details: "no more" });
  },
  Silent: () => {},
});
server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, port) => {
  if (error) {
    throw error;
  }

  console.log(`PORT ${port}`);
});
process.stdin.on("end", () => process.exit(0)).resume();
