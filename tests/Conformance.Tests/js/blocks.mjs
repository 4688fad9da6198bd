// Secrets, bindings, locks and configuration, over both protocols where the client has both.
import assert from "node:assert/strict";
import { createConnection } from "node:net";
import { eventually } from "./eventually.mjs";

export async function blockCases({ client, grpc, server }) {
  let ticks = 0;
  await server.binding.receive("ticker", async () => {
    ticks++;
  });
  const cases = [
    {
      name: "bindings: events of an input binding arrive",
      run: async () => eventually(() => ticks > 0),
    },
    {
      name: "configuration: values are read, changes told until the subscription is stopped",
      run: async () => {
        await redis("SET", "colour", "green||v1");
        const read = await grpc.configuration.get("settings", ["colour"]);
        assert.deepEqual([read.items.colour.value, read.items.colour.version], ["green", "v1"]);

        const told = [];
        const stream = await grpc.configuration.subscribeWithKeys("settings", ["colour"], async ({ items }) => {
          told.push(items.colour.value);
        });
        // The subscription begins in the background, and the client does not say when.
        let next = 0;
        await eventually(async () => {
          await redis("SET", "colour", `blue-${next++}||v2`);
          return told.length > 0;
        });
        assert.match(told[0], /^blue-/);
        await stream.stop();
      },
    },
  ];
  for (const [protocol, side] of Object.entries({ http: client, grpc })) {
    cases.push(
      {
        name: `secrets over ${protocol}: one and all are read`,
        run: async () => {
          assert.deepEqual(await side.secret.get("secrets", "CONFORMANCE_SECRET"), { CONFORMANCE_SECRET: "known" });
          assert.ok(JSON.stringify(await side.secret.getBulk("secrets")).includes("known"));
        },
      },
      {
        name: `bindings over ${protocol}: what an output binding writes it reads`,
        run: async () => {
          await side.binding.send("files", "create", "content", { fileName: `${protocol}.txt` });
          const read = await side.binding.send("files", "get", undefined, { fileName: `${protocol}.txt` });
          assert.match(protocol === "grpc" ? Buffer.from(read.data).toString() : JSON.stringify(read), /content/);
        },
      },
      {
        name: `locks over ${protocol}: held by one, refused to others, free again`,
        run: async () => {
          const resource = `r-${protocol}`;
          assert.deepEqual(await side.lock.lock("locks", resource, "ann", 60), { success: true });
          assert.deepEqual(await side.lock.lock("locks", resource, "bob", 60), { success: false });
          assert.equal((await side.lock.unlock("locks", resource, "bob")).status, 2);
          assert.equal((await side.lock.unlock("locks", resource, "ann")).status, 0);
          assert.equal((await side.lock.unlock("locks", resource, "ann")).status, 1);
        },
      },
    );
  }

  return cases;
}

function redis(...words) {
  return new Promise((resolve, reject) => {
    const socket = createConnection(Number(process.env.REDIS_PORT), "127.0.0.1", () =>
      socket.write(`*${words.length}\r\n${words.map((word) => `$${Buffer.byteLength(word)}\r\n${word}\r\n`).join("")}`),
    );
    socket.once("data", (answer) => {
      socket.end();
      answer[0] === 0x2d ? reject(new Error(answer.toString())) : resolve();
    });
    socket.once("error", reject);
  });
}
