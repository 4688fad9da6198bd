import assert from "node:assert/strict";
import net from "node:net";

export async function workflowCases({ dapr }) {
  const options = { daprHost: "127.0.0.1", daprPort: process.env.DAPR_GRPC_PORT, logger: { level: dapr.LogLevel.Error } };
  const client = new dapr.DaprWorkflowClient(options);
  const patience = 15;
  let attempts = 0;

  const double = async (_, n) => 2 * n;
  const fail = async () => {
    attempts++;
    throw new Error("not today");
  };
  async function* chain(context, n) {
    const once = yield context.callActivity(double, n);
    return yield context.callActivity(double, once);
  }
  async function* fanOut(context, count) {
    const tasks = Array.from({ length: count }, (_, n) => context.callActivity(double, n));
    const results = yield context.whenAll(tasks);
    return results.reduce((sum, one) => sum + one, 0);
  }
  async function* timed(context) {
    const before = context.getCurrentUtcDateTime();
    yield context.createTimer(1);
    return context.getCurrentUtcDateTime() - before;
  }
  async function* parent(context, n) {
    return yield context.callChildWorkflow(chain, n, `child-of-${context.getWorkflowInstanceId()}`);
  }
  async function* waiting(context) {
    context.setCustomStatus("waiting");
    const one = yield context.waitForExternalEvent("word");
    const other = yield context.waitForExternalEvent("word");
    return `${one} ${other}`;
  }
  async function* failing(context) {
    return yield context.callActivity(fail);
  }
  async function* counting(context, n) {
    if (n < 5) {
      context.continueAsNew(n + 1, true);
      return;
    }

    return n;
  }

  const runtime = new dapr.WorkflowRuntime(options);
  for (const workflow of [chain, fanOut, timed, parent, waiting, failing, counting]) {
    runtime.registerWorkflow(workflow);
  }

  runtime.registerActivity(double).registerActivity(fail);
  // The worker gives up for good when its first connection is refused.
  await listening(process.env.DAPR_GRPC_PORT);
  await runtime.start();

  const finished = (id) => client.waitForWorkflowCompletion(id, true, patience);
  const output = async (id) => {
    const state = await finished(id);
    assert.equal(state.runtimeStatus, dapr.WorkflowRuntimeStatus.COMPLETED);
    return JSON.parse(state.serializedOutput);
  };

  return [
    {
      name: "workflows: activities in a row",
      run: async () => assert.equal(await output(await client.scheduleNewWorkflow(chain, 3)), 12),
    },
    {
      name: "workflows: activities side by side",
      run: async () => assert.equal(await output(await client.scheduleNewWorkflow(fanOut, 10)), 90),
    },
    {
      name: "workflows: a timer",
      run: async () => assert.ok((await output(await client.scheduleNewWorkflow(timed))) >= 1000),
    },
    {
      name: "workflows: a child",
      run: async () => assert.equal(await output(await client.scheduleNewWorkflow(parent, 5)), 20),
    },
    {
      name: "workflows: events raised early and late, and a custom status",
      run: async () => {
        const id = await client.scheduleNewWorkflow(waiting);
        await client.raiseEvent(id, "word", "hello");
        await client.waitForWorkflowStart(id, true, patience);
        await client.raiseEvent(id, "WORD", "world");
        assert.equal(await output(id), "hello world");
        assert.equal((await client.getWorkflowState(id, true)).customStatus, "waiting");
      },
    },
    {
      name: "workflows: a failure",
      run: async () => {
        const state = await finished(await client.scheduleNewWorkflow(failing));
        assert.equal(state.runtimeStatus, dapr.WorkflowRuntimeStatus.FAILED);
        assert.match(state.workflowFailureDetails.getErrorMessage(), /not today/);
        assert.equal(attempts, 1);
      },
    },
    {
      name: "workflows: continued as new",
      run: async () => assert.equal(await output(await client.scheduleNewWorkflow(counting, 0)), 5),
    },
    {
      name: "workflows: suspended, resumed and terminated",
      run: async () => {
        const id = await client.scheduleNewWorkflow(waiting);
        await client.waitForWorkflowStart(id, true, patience);
        await client.suspendWorkflow(id);
        assert.equal((await client.getWorkflowState(id, false)).runtimeStatus, dapr.WorkflowRuntimeStatus.SUSPENDED);
        await client.resumeWorkflow(id);
        assert.equal((await client.getWorkflowState(id, false)).runtimeStatus, dapr.WorkflowRuntimeStatus.RUNNING);
        await client.terminateWorkflow(id, "enough");
        const state = await finished(id);
        assert.equal(state.runtimeStatus, dapr.WorkflowRuntimeStatus.TERMINATED);
        assert.equal(JSON.parse(state.serializedOutput), "enough");
      },
    },
    {
      name: "workflows: purged, it is gone",
      run: async () => {
        const id = await client.scheduleNewWorkflow(chain, 1);
        await finished(id);
        assert.equal(await client.purgeWorkflow(id), true);
        assert.equal(await client.getWorkflowState(id, false), undefined);
      },
    },
    {
      name: "workflows: an id that goes on is refused",
      run: async () => {
        const id = await client.scheduleNewWorkflow(waiting, undefined, "only-once");
        await assert.rejects(client.scheduleNewWorkflow(waiting, undefined, id), /already exists/);
        await client.terminateWorkflow(id, null);
      },
    },
  ];
}

async function listening(port) {
  const accepts = () =>
    new Promise((resolve) => {
      const socket = net.connect(port, "127.0.0.1", () => {
        socket.end();
        resolve(true);
      });
      socket.on("error", () => resolve(false));
    });
  while (!(await accepts())) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
