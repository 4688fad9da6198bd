import assert from "node:assert/strict";

export async function invocationCases({ dapr, client, server, appId }) {
  const { HttpMethod } = dapr;
  await server.invoker.listen("hello", async ({ body, query }) => ({ greeting: `hello ${JSON.parse(body).name}`, query }), { method: HttpMethod.POST });
  await server.invoker.listen("price", async () => ({ price: 4.5 }), { method: HttpMethod.GET });
  await server.invoker.listen("deep/path", async () => ({ deep: true }), { method: HttpMethod.PUT });
  return [
    {
      name: "invocation: POST carries a body there and an answer back",
      run: async () => {
        const answer = await client.invoker.invoke(appId, "hello", HttpMethod.POST, { name: "ann" });
        assert.equal(answer.greeting, "hello ann");
      },
    },
    {
      name: "invocation: GET",
      run: async () => assert.deepEqual(await client.invoker.invoke(appId, "price", HttpMethod.GET), { price: 4.5 }),
    },
    {
      name: "invocation: a path of several segments",
      run: async () => assert.deepEqual(await client.invoker.invoke(appId, "deep/path", HttpMethod.PUT, {}), { deep: true }),
    },
    {
      name: "invocation: an unknown method is the app's own 404",
      run: async () => assert.rejects(client.invoker.invoke(appId, "nothing-here", HttpMethod.GET), /404/),
    },
    {
      name: "invocation: an unknown app is an error",
      run: async () => assert.rejects(client.invoker.invoke("nobody", "price", HttpMethod.GET), /ERR_DIRECT_INVOKE/),
    },
  ];
}
