import assert from "node:assert/strict";
import { eventually } from "./eventually.mjs";

export function sidecarCases({ client, appId }) {
  return [
    {
      name: "sidecar: it becomes healthy once the app is there",
      run: async () => {
        let healthy = false;
        const asking = (async () => {
          while (!(healthy = await client.health.isHealthy())) {
            await new Promise((resolve) => setTimeout(resolve, 50));
          }
        })();
        await eventually(() => healthy);
        await asking;
      },
    },
    {
      name: "sidecar: metadata lists the app and its components",
      run: async () => {
        const metadata = await client.metadata.get();
        assert.equal(metadata.id, appId);
        const names = metadata.components.map((component) => component.name);
        assert.ok(names.includes("statestore") && names.includes("pubsub"));
      },
    },
    {
      name: "sidecar: metadata takes attributes",
      run: async () => {
        assert.equal(await client.metadata.set("colour", "green"), true);
        assert.equal((await client.metadata.get()).extended.colour, "green");
      },
    },
  ];
}
