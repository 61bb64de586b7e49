import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Sent } from '../src/artifacts/api';
import { addAtEnd, holders, sorted } from '../src/artifacts/pinning';
import type { Artifact, ArtifactBlock, ArtifactHead, Kind, Sending } from '../src/artifacts/shapes';

const alice = { subject: 'a', name: 'Alice' };
const block: ArtifactBlock = { id: 'new', type: 'request', title: 'Deals', source: 'company', sql: 'select 1' };

const head = (id: string, kind: Kind, threadId?: string): ArtifactHead => ({
  id, kind, title: id, seq: 3, madeBy: alice, madeAt: '', changedAt: '', mine: true, state: threadId ? 'published' : 'draft', ...(threadId ? { threadId } : {}),
});

const dashboard = (...blocks: ArtifactBlock[]): Artifact => ({ ...head('d', 'dashboard'), definition: { blocks }, items: [], proposals: [] });

test('A result is pinned to a dashboard or document, of this thread, mine or elsewhere', async () => {
  const pages = [
    { items: [head('list', 'list', 't'), head('here', 'dashboard', 't')], continuation: 'more' },
    { items: [head('draft', 'document'), head('there', 'dashboard', 'u'), head('tool', 'tool')] },
  ];

  const found = sorted(await holders(async (terms) => pages[terms?.continuation ? 1 : 0]!), 't');

  assert.deepEqual([found.here, found.drafts, found.elsewhere].map((group) => group.map((one) => one.id)), [['here'], ['draft'], ['there']]);
});

test('A pinned query is the last block, and a change in between does not lose it', async () => {
  const sent: Sending[] = [];
  const answers: Sent[] = [{ missing: [] }, { seq: 5 }];

  const isPinned = await addAtEnd('d', block, {
    readArtifact: async () => dashboard({ id: 'old', type: 'markdown', order: 'a0' }),
    sendOps: async (_, sending) => (sent.push(sending), answers.shift()!),
  });

  assert.ok(isPinned);
  assert.deepEqual(sent.map((one) => [one.baseSeq, one.ops]), Array(2).fill([3, [{ op: 'block', block, order: 'a1' }]]));
  assert.notEqual(sent[0]!.opId, sent[1]!.opId);
});

test('A query that is there already is not pinned again, and endless changes end in an answer', async () => {
  const never = async (): Promise<Sent> => assert.fail('nothing is sent');

  assert.ok(await addAtEnd('d', block, { readArtifact: async () => dashboard({ ...block, order: 'a0' }), sendOps: never }));
  assert.ok(!(await addAtEnd('d', block, { readArtifact: async () => dashboard(), sendOps: async () => ({ missing: [] }) })));
});
