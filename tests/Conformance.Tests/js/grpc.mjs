// What differs from HTTP in the client's own code: each call goes over its gRPC transport. Events arrive at the app's server.
import assert from "node:assert/strict";
import { eventually } from "./eventually.mjs";

export async function grpcCases({ dapr, grpc, server, appId }) {
  const store = "statestore";
  const got = { json: [], text: [], bulk: [] };
  for (const topic of Object.keys(got)) {
    await server.pubsub.subscribe("pubsub", `grpc-${topic}`, async (data) => {
      got[topic].push(data);
    });
  }

  await server.invoker.listen("grpc-echo", async ({ body }) => ({ echo: JSON.parse(body) }), { method: dapr.HttpMethod.POST });
  await server.invoker.listen("grpc-get", async () => ({ got: true }), { method: dapr.HttpMethod.GET });
  const save = async (items) => assert.deepEqual(await grpc.state.save(store, items), {});
  const code = (name) => (error) => error.code === name || assert.fail(`${error.code}: ${error.message}`);
  const [invalid, aborted, internal, notFound] = [3, 10, 13, 5].map(code);

  return [
    {
      name: "grpc: metadata lists the app and its components, and takes attributes",
      run: async () => {
        await grpc.metadata.set("grpc-colour", "blue");
        const metadata = await grpc.metadata.get();
        assert.equal(metadata.id, appId);
        assert.ok(metadata.components.some((component) => component.name === "statestore"));
        assert.equal(metadata.extended["grpc-colour"], "blue");
      },
    },
    {
      name: "grpc: the sidecar is healthy",
      run: async () => assert.equal(await grpc.health.isHealthy(), true),
    },
    {
      name: "grpc: state is saved, read, read in bulk and deleted",
      run: async () => {
        await save([{ key: "g1", value: { a: [1, "zwei", null] } }, { key: "g2", value: "plain" }]);
        assert.deepEqual(await grpc.state.get(store, "g1"), { a: [1, "zwei", null] });
        assert.equal(await grpc.state.get(store, "g2"), "plain");
        assert.equal(await grpc.state.get(store, "g-absent"), "");
        const items = await grpc.state.getBulk(store, ["g1", "g-absent", "g2"]);
        assert.deepEqual(items.map((item) => [item.key, item.data, Boolean(item.etag)]), [["g1", { a: [1, "zwei", null] }, true], ["g-absent", "", false], ["g2", "plain", true]]);
        await grpc.state.delete(store, "g1");
        assert.equal(await grpc.state.get(store, "g1"), "");
      },
    },
    {
      name: "grpc: a stale etag is aborted, the current one accepted",
      run: async () => {
        await save([{ key: "g-versioned", value: 1 }]);
        const [{ etag }] = await grpc.state.getBulk(store, ["g-versioned"]);
        await save([{ key: "g-versioned", value: 2, etag }]);
        await assert.rejects(grpc.state.save(store, [{ key: "g-versioned", value: 3, etag }]), aborted);
        await assert.rejects(grpc.state.delete(store, "g-versioned", { etag }), aborted);
        assert.equal(await grpc.state.get(store, "g-versioned"), 2);
      },
    },
    {
      name: "grpc: a transaction applies all or nothing",
      run: async () => {
        await save([{ key: "g-old", value: 1 }]);
        await grpc.state.transaction(store, [
          { operation: "upsert", request: { key: "g-new", value: "here" } },
          { operation: "delete", request: { key: "g-old" } },
        ]);
        assert.equal(await grpc.state.get(store, "g-new"), "here");
        await assert.rejects(
          grpc.state.transaction(store, [
            { operation: "delete", request: { key: "g-new" } },
            { operation: "upsert", request: { key: "g-new", value: "x", etag: "stale" } },
          ]),
          internal,
        );
        assert.equal(await grpc.state.get(store, "g-new"), "here");
      },
    },
    {
      name: "grpc: an unknown store is an error",
      run: async () => assert.rejects(grpc.state.get("nowhere", "key"), invalid),
    },
    {
      name: "grpc: published objects and texts arrive",
      run: async () => {
        await grpc.pubsub.publish("pubsub", "grpc-json", { order: 1 });
        await grpc.pubsub.publish("pubsub", "grpc-text", "hello");
        await eventually(() => got.json.length && got.text.length);
        assert.deepEqual([got.json, got.text], [[{ order: 1 }], ["hello"]]);
      },
    },
    {
      name: "grpc: a bulk publish arrives whole",
      run: async () => {
        const answer = await grpc.pubsub.publishBulk("pubsub", "grpc-bulk", [{ n: 1 }, { n: 2 }, { n: 3 }]);
        assert.deepEqual(answer.failedMessages, []);
        await eventually(() => got.bulk.length === 3);
        assert.deepEqual(got.bulk.map((event) => event.n).sort(), [1, 2, 3]);
      },
    },
    {
      name: "grpc: publishing to an unknown component is an error",
      run: async () => assert.rejects(grpc.pubsub.publish("nowhere", "t", { n: 1 })),
    },
    {
      name: "grpc: an app is invoked with and without a body",
      run: async () => {
        assert.deepEqual(await grpc.invoker.invoke(appId, "grpc-echo", dapr.HttpMethod.POST, { a: 1 }), { echo: { a: 1 } });
        assert.deepEqual(await grpc.invoker.invoke(appId, "grpc-get", dapr.HttpMethod.GET), { got: true });
      },
    },
    {
      name: "grpc: an unknown method is not found, an unknown app an error",
      run: async () => {
        await assert.rejects(grpc.invoker.invoke(appId, "grpc-nothing", dapr.HttpMethod.GET), notFound);
        await assert.rejects(grpc.invoker.invoke("nobody", "x", dapr.HttpMethod.GET), internal);
      },
    },
  ];
}
