import { CommunicationProtocolEnum, DaprClient, DaprServer, HttpMethod } from "@dapr/dapr";
import { type Interaction, Trending } from "./trending.js";

/** The parts of the storefront's answer that a shelf shows; `/openapi/v1.json` has the rest. */
interface SearchAnswer {
  results: { product: { id: string; name: string } }[];
  personalization: { active: boolean };
}

const connection = {
  daprHost: "127.0.0.1",
  daprPort: process.env["DAPR_HTTP_PORT"] ?? "5051",
  communicationProtocol: CommunicationProtocolEnum.HTTP,
};
const client = new DaprClient(connection);
const server = new DaprServer({
  serverHost: "127.0.0.1",
  serverPort: process.env["APP_PORT"] ?? "5050",
  communicationProtocol: CommunicationProtocolEnum.HTTP,
  clientOptions: connection,
});
/** Where the storefront asks for tokens (Auth:Mode=bearer): one of this app's own, with the scopes that it needs. */
const headers: Record<string, string> = process.env["SHOP_TOKEN"] ? { authorization: `Bearer ${process.env["SHOP_TOKEN"]}` } : {};
const trending = new Trending();

/** Hears of every interaction, whichever way it came in. */
async function listen(): Promise<void> {
  await server.pubsub.subscribeWithOptions("shop-events", "interactions", {
    deadLetterTopic: "shop-side-dead",
    callback: async (interaction: Interaction) => trending.count(interaction),
  });
  await server.invoker.listen("trending", async () => trending.top(10), { method: HttpMethod.GET });
}

/** A shelf of this shopper's: what the storefront would put first for what is searched. Without an answer of the storefront the shelf is empty, and says why. */
async function offer(): Promise<void> {
  await server.invoker.listen("shelf", async ({ body }) => {
    try {
      return await shelf(body);
    } catch (error: unknown) {
      return { personal: false, shelf: [], problem: String(error) };
    }
  }, { method: HttpMethod.POST });
}

async function shelf(body: string | undefined): Promise<object> {
  const { user_id, query } = JSON.parse(body ?? "{}") as { user_id?: string; query?: string };
  const answer = (await client.invoker.invoke("storefront", "api/search/personalized", HttpMethod.POST, { user_id, query, limit: 5 }, { headers })) as SearchAnswer;
  return { personal: answer.personalization.active, shelf: answer.results.map(({ product }) => ({ id: product.id, name: product.name })) };
}

async function run(): Promise<void> {
  await listen();
  await offer();
  await server.start();
}

run().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
