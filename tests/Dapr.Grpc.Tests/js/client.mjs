// Calls the echo service at the address given; one line a case: "ok name" or "FAILED name: why".
import assert from "node:assert/strict";
import grpc from "@grpc/grpc-js";
import { service } from "./echo.mjs";

const Client = grpc.makeGenericClientConstructor(service, "Echo");
const client = new Client(process.argv[2], grpc.credentials.createInsecure());
const call = (name, request, options = {}, metadata = new grpc.Metadata()) =>
  new Promise((resolve) => client[name](request, metadata, options, (error, response) => resolve({ error, response })));
const collect = (stream) =>
  new Promise((resolve) => {
    const messages = [];
    stream.on("data", (message) => messages.push(message));
    stream.on("error", (error) => resolve({ messages, error }));
    stream.on("end", () => setImmediate(() => resolve({ messages })));
  });

const cases = {
  "a message comes back": async () => assert.equal((await call("Unary", "Grüße")).response, "Grüße"),
  "an empty message comes back": async () => assert.equal((await call("Unary", "")).response, ""),
  "a long message comes back": async () => assert.equal((await call("Unary", "x".repeat(900_000))).response.length, 900_000),
  "a stream comes in order": async () => assert.equal((await collect(client.Spell("abcdef"))).messages.join(""), "abcdef"),
  "messages go both ways": async () => {
    const duplex = client.Duplex();
    const collected = collect(duplex);
    ["one", "two", "three"].forEach((text) => duplex.write(text));
    duplex.end();
    assert.deepEqual((await collected).messages, ["one", "two", "three"]);
  },
  "an error has code, text and trailers": async () => {
    const { error } = await call("Fail", "100 % Größe");
    assert.equal(error.code, grpc.status.ABORTED);
    assert.equal(error.details, "100 % Größe");
    assert.deepEqual(error.metadata.get("reason"), ["because"]);
  },
  "an error after messages": async () => {
    const { messages, error } = await collect(client.FailLate("x"));
    assert.deepEqual(messages, ["x", "x"]);
    assert.equal(error.code, grpc.status.NOT_FOUND);
  },
  "a deadline": async () => {
    const { error } = await call("Silent", "x", { deadline: Date.now() + 300 });
    assert.equal(error.code, grpc.status.DEADLINE_EXCEEDED);
  },
  "a cancellation": async () => {
    const outcome = await new Promise((resolve) => {
      const pending = client.Silent("x", (error) => resolve(error));
      setTimeout(() => pending.cancel(), 100);
    });
    assert.equal(outcome.code, grpc.status.CANCELLED);
  },
  "an unknown method": async () => assert.equal((await call("Missing", "x")).error.code, grpc.status.UNIMPLEMENTED),
  "a wrong token": async () => {
    const metadata = new grpc.Metadata();
    metadata.set("dapr-api-token", "guess");
    assert.equal((await call("Unary", "x", {}, metadata)).error.code, grpc.status.UNAUTHENTICATED);
  },
  "a message that is too long": async () => assert.equal((await call("Unary", "x".repeat(2_000_000))).error.code, grpc.status.RESOURCE_EXHAUSTED),
};

for (const [name, run] of Object.entries(cases)) {
  try {
    await run();
    console.log(`ok ${name}`);
  } catch (error) {
    console.log(`FAILED ${name}: ${String(error?.stack ?? error).replaceAll("\n", " ")}`);
  }
}

client.close();
