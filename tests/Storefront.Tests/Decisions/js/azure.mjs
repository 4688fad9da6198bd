// Usage: node azure.mjs http://127.0.0.1:8080
// Ranks, rewards and activates with both published clients of the retired Azure Personalizer. Prints one JSON line: what each saw.
import rest, { isUnexpected } from '@azure-rest/ai-personalizer';
import legacy from '@azure/cognitiveservices-personalizer';
import { ApiKeyCredentials } from '@azure/ms-rest-js';

const endpoint = process.argv[2];
const ranked = (eventId, more = {}) => ({
  eventId,
  contextFeatures: [{ weather: 'rain' }, { hour: 8 }],
  actions: [
    { id: 'tea', features: [{ hot: true }] },
    { id: 'coffee', features: [{ hot: true }, { strength: 3 }] },
    { id: 'juice', features: [{ hot: false }] },
  ],
  excludedActions: ['juice'],
  ...more,
});

async function withLegacy() {
  const client = new legacy.PersonalizerClient(new ApiKeyCredentials({ inHeader: { 'Ocp-Apim-Subscription-Key': 'none' } }), endpoint);
  const rank = await client.rank(ranked('legacy-event'));
  const reward = await client.events.reward('legacy-event', { value: 1 });
  const deferred = await client.rank(ranked('legacy-deferred', { deferActivation: true }));
  const activate = await client.events.activate(deferred.eventId);
  const refused = await client.rank(ranked('legacy-refused', { actions: [{ id: 'juice', features: [] }] })).then(
    () => null,
    (error) => ({ status: error.statusCode, code: error.body?.error?.code }),
  );
  return {
    event: rank.eventId,
    selected: rank.rewardActionId,
    probabilities: rank.ranking.map((action) => action.probability),
    rewarded: reward._response.status,
    activated: activate._response.status,
    refused,
  };
}

async function withRest() {
  const make = rest.default ?? rest;
  const client = make(endpoint, { key: 'none' }, { allowInsecureConnection: true });
  const rank = await client.path('/rank').post({ body: ranked('rest-event') });
  if (isUnexpected(rank)) throw new Error(JSON.stringify(rank.body));
  const reward = await client.path('/events/{eventId}/reward', rank.body.eventId).post({ body: { value: 0.5 } });
  const activate = await client.path('/events/{eventId}/activate', rank.body.eventId).post();
  const refused = await client.path('/rank').post({ body: ranked('rest-refused', { actions: [{ id: 'juice', features: [] }] }) });
  return {
    event: rank.body.eventId,
    selected: rank.body.rewardActionId,
    probabilities: rank.body.ranking.map((action) => action.probability),
    rewarded: Number(reward.status),
    activated: Number(activate.status),
    refused: { status: Number(refused.status), code: refused.body.error.code },
  };
}

console.log(JSON.stringify({ legacy: await withLegacy(), rest: await withRest() }));
