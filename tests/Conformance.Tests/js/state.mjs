import assert from "node:assert/strict";

export function stateCases({ client }) {
  const store = "statestore";
  const save = async (items) => assert.deepEqual(await client.state.save(store, items), {});
  return [
    {
      name: "state: what is saved is read back",
      run: async () => {
        await save([
          { key: "object", value: { a: [1, "zwei", null] } },
          { key: "text", value: "plain" },
          { key: "number", value: 7 },
        ]);
        assert.deepEqual(await client.state.get(store, "object"), { a: [1, "zwei", null] });
        assert.equal(await client.state.get(store, "text"), "plain");
        assert.equal(await client.state.get(store, "number"), 7);
      },
    },
    {
      name: "state: an absent key is empty",
      run: async () => assert.equal(await client.state.get(store, "absent"), ""),
    },
    {
      name: "state: bulk get gives present keys their data and etag",
      run: async () => {
        await save([{ key: "bulk-1", value: 1 }, { key: "bulk-2", value: 2 }]);
        const items = await client.state.getBulk(store, ["bulk-1", "bulk-2", "bulk-absent"]);
        const byKey = Object.fromEntries(items.map((item) => [item.key, item]));
        assert.equal(byKey["bulk-1"].data, 1);
        assert.equal(byKey["bulk-2"].data, 2);
        assert.ok(byKey["bulk-1"].etag);
        assert.equal(byKey["bulk-absent"].data, undefined);
      },
    },
    {
      name: "state: delete removes a key",
      run: async () => {
        await save([{ key: "gone", value: 1 }]);
        assert.deepEqual(await client.state.delete(store, "gone"), {});
        assert.equal(await client.state.get(store, "gone"), "");
      },
    },
    {
      name: "state: a transaction applies all its operations",
      run: async () => {
        await save([{ key: "old", value: 1 }]);
        await client.state.transaction(store, [
          { operation: "upsert", request: { key: "new", value: "here" } },
          { operation: "delete", request: { key: "old" } },
        ]);
        assert.equal(await client.state.get(store, "new"), "here");
        assert.equal(await client.state.get(store, "old"), "");
      },
    },
    {
      name: "state: a transaction with a stale etag applies nothing",
      run: async () => {
        await save([{ key: "kept", value: "before" }]);
        await assert.rejects(
          client.state.transaction(store, [
            { operation: "upsert", request: { key: "kept", value: "after" } },
            { operation: "upsert", request: { key: "other", value: 1, etag: "stale", options: { concurrency: 1 } } },
          ]),
        );
        assert.equal(await client.state.get(store, "kept"), "before");
      },
    },
    {
      name: "state: a stale etag is refused, the current one accepted",
      run: async () => {
        await save([{ key: "versioned", value: 1 }]);
        const [{ etag }] = await client.state.getBulk(store, ["versioned"]);
        await save([{ key: "versioned", value: 2, etag }]);
        const refused = await client.state.save(store, [{ key: "versioned", value: 3, etag }]);
        assert.match(String(refused.error), /409|ERR_STATE_SAVE/);
        assert.equal(await client.state.get(store, "versioned"), 2);
      },
    },
    {
      name: "state: delete with a stale etag is refused",
      run: async () => {
        await save([{ key: "guarded", value: 1 }]);
        const refused = await client.state.delete(store, "guarded", { etag: "stale" });
        assert.ok(refused.error);
        assert.equal(await client.state.get(store, "guarded"), 1);
      },
    },
    {
      name: "state: an unknown store is an error that names it",
      run: async () => assert.rejects(client.state.get("nowhere", "key"), /ERR_STATE_STORE_NOT_FOUND/),
    },
  ];
}
