import assert from "node:assert/strict";
import { eventually } from "./eventually.mjs";

export async function actorCases({ dapr, server, connection }) {
  const reminded = [];
  const ticked = [];

  class Counter extends dapr.AbstractActor {
    async add(amount) {
      const manager = this.getStateManager();
      const [found, value] = await manager.tryGetState("count");
      const count = (found ? value : 0) + amount;
      await manager.setState("count", count);
      await manager.saveState();
      return count;
    }

    async remindMe() {
      await this.registerActorReminder("wake", dapr.Temporal.Duration.from({ milliseconds: 100 }), dapr.Temporal.Duration.from({ milliseconds: 0 }), undefined, "data");
    }

    async startTimer() {
      await this.registerActorTimer("tick", "tick", dapr.Temporal.Duration.from({ milliseconds: 50 }), dapr.Temporal.Duration.from({ milliseconds: 50 }), undefined, 1);
    }

    async stopTimer() {
      await this.unregisterActorTimer("tick");
    }

    async tick(data) {
      ticked.push(data);
    }

    async receiveReminder(data) {
      reminded.push(data);
    }
  }

  await server.actor.init();
  await server.actor.registerActor(Counter);
  const actor = (id) => new dapr.ActorProxyBuilder(Counter, "127.0.0.1", connection.daprPort, connection.communicationProtocol, connection).build(new dapr.ActorId(id));
  return [
    {
      name: "actors: state is kept from call to call",
      run: async () => {
        assert.equal(await actor("a").add(2), 2);
        assert.equal(await actor("a").add(3), 5);
      },
    },
    {
      name: "actors: calls at the same time take turns",
      run: async () => {
        await Promise.all(Array.from({ length: 20 }, () => actor("b").add(1)));
        assert.equal(await actor("b").add(0), 20);
      },
    },
    {
      name: "actors: a reminder fires",
      run: async () => {
        await actor("c").remindMe();
        await eventually(() => reminded.length > 0);
      },
    },
    {
      name: "actors: a timer fires until it is stopped",
      run: async () => {
        await actor("d").startTimer();
        await eventually(() => ticked.length >= 2);
        await actor("d").stopTimer();
      },
    },
  ];
}
