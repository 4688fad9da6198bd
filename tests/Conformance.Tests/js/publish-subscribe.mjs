import assert from "node:assert/strict";
import { eventually } from "./eventually.mjs";

export async function publishSubscribeCases({ dapr, client, server }) {
  const pubsub = "pubsub";
  const { SUCCESS, RETRY, DROP } = dapr.DaprPubSubStatusEnum;
  const got = {};
  const keep = (topic, status = () => SUCCESS) => {
    got[topic] = [];
    return async (data, headers) => {
      got[topic].push({ data, headers });
      return status(got[topic].length);
    };
  };
  await server.pubsub.subscribe(pubsub, "plain", keep("plain"));
  await server.pubsub.subscribe(pubsub, "routed", keep("routed"), "a-route");
  await server.pubsub.subscribe(pubsub, "again", keep("again", (times) => (times === 1 ? RETRY : SUCCESS)));
  await server.pubsub.subscribe(pubsub, "raw", keep("raw"), undefined, { rawPayload: "true" });
  await server.pubsub.subscribeWithOptions(pubsub, "unwanted", { callback: keep("unwanted", () => DROP), deadLetterTopic: "unwanted-dead" });
  await server.pubsub.subscribe(pubsub, "unwanted-dead", keep("unwanted-dead"));
  await server.pubsub.subscribeBulk(pubsub, "bulk", keep("bulk"), { maxMessagesCount: 10, maxAwaitDurationMs: 100 });
  const publish = async (topic, data, options) => assert.deepEqual(await client.pubsub.publish(pubsub, topic, data, options), {});
  const arrived = (topic, count = 1) => eventually(() => got[topic].length >= count);

  return [
    {
      name: "publish and subscribe: an object arrives as it was",
      run: async () => {
        await publish("plain", { order: 1, lines: ["a"] });
        await arrived("plain");
        assert.deepEqual(got.plain[0].data, { order: 1, lines: ["a"] });
        got.plain.length = 0;
      },
    },
    {
      name: "publish and subscribe: text arrives as text",
      run: async () => {
        await publish("plain", "hello");
        await arrived("plain");
        assert.equal(got.plain[0].data, "hello");
        got.plain.length = 0;
      },
    },
    {
      name: "publish and subscribe: a cloud event keeps its own fields",
      run: async () => {
        await publish("plain", { specversion: "1.0", id: "e-1", type: "shop.order", source: "till", data: { order: 2 } });
        await arrived("plain");
        assert.deepEqual(got.plain[0].data, { order: 2 });
        got.plain.length = 0;
      },
    },
    {
      name: "publish and subscribe: a route of one's own is called",
      run: async () => {
        await publish("routed", { order: 3 });
        await arrived("routed");
        assert.deepEqual(got.routed[0].data, { order: 3 });
      },
    },
    {
      name: "publish and subscribe: a raw payload arrives unwrapped",
      run: async () => {
        await publish("raw", { order: 4 }, { metadata: { rawPayload: "true" } });
        await arrived("raw");
        assert.deepEqual(got.raw[0].data, { order: 4 });
      },
    },
    {
      name: "publish and subscribe: RETRY brings the message again",
      run: async () => {
        await publish("again", { order: 5 });
        await arrived("again", 2);
        assert.deepEqual(got.again.map((message) => message.data), [{ order: 5 }, { order: 5 }]);
      },
    },
    {
      name: "publish and subscribe: DROP moves the message to the dead letters",
      run: async () => {
        await publish("unwanted", { order: 6 });
        await arrived("unwanted-dead");
        assert.deepEqual(got["unwanted-dead"][0].data, { order: 6 });
      },
    },
    {
      name: "publish and subscribe: a bulk publish reaches a bulk subscription whole",
      run: async () => {
        const answer = await client.pubsub.publishBulk(pubsub, "bulk", [{ n: 1 }, { n: 2 }, "three"]);
        assert.deepEqual(answer.failedMessages, []);
        await arrived("bulk", 3);
        assert.deepEqual(got.bulk.map((message) => message.data), [{ n: 1 }, { n: 2 }, "three"]);
      },
    },
    {
      name: "publish and subscribe: an unknown component is an error",
      run: async () => {
        const answer = await client.pubsub.publish("nowhere", "plain", {});
        assert.match(String(answer.error), /ERR_PUBSUB_NOT_FOUND/);
      },
    },
  ];
}
