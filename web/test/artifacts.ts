import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { applyChanges, fold, foldBatch, liveItems } from '../src/artifacts/fold';
import { heightOf } from '../src/artifacts/grid';
import { columnOf, isLastName } from '../src/artifacts/items';
import { withoutFlight, type Kept } from '../src/artifacts/kept';
import { placeAt } from '../src/artifacts/order';
import { Replica } from '../src/artifacts/replica';
import type { Artifact, ArtifactBlock, Batch, FieldOp, Op, Sending } from '../src/artifacts/shapes';
import { textRules } from '../src/artifacts/text';
import { shownFields, withFields } from '../src/artifacts/toolRows';
import { TextHistory } from '../src/artifacts/textHistory';

const [alice, bob] = [{ subject: 'a', name: 'Alice' }, { subject: 'b', name: 'Bob' }];
const at = '2026-01-01T00:00:00Z';

const start = (): Artifact => ({
  id: 'x', kind: 'document', title: 'T', state: 'draft', seq: 0, madeBy: alice, madeAt: at, changedAt: at, mine: true, proposals: [],
  definition: { fields: [{ id: 'f', name: 'Name', type: 'text' }], blocks: [{ id: 'p', type: 'markdown', order: 'a0' }] },
  items: ['i', 'j'].map((id, n) => ({ id, order: `a${n}`, values: { f: id }, comments: [], by: alice, at, changedBy: alice, changedAt: at })),
  texts: { p: { text: 'one\ntwo', version: 0 } },
});

/** The server's rule: one order, an op id once, a text only on its current version. */
class ModelServer {
  artifact = start();
  log: Batch[] = [];
  private readonly done = new Map<string, number>();

  take(author: typeof alice, sending: Sending): { seq: number } | { missing: Batch[] } {
    const known = this.done.get(sending.opId);
    if (known !== undefined) return { seq: known };
    if (sending.ops.some((op) => op.op === 'text' && op.version !== this.artifact.texts![op.block]!.version))
      return { missing: this.log.filter((batch) => batch.seq > sending.baseSeq) };
    const batch: Batch = { seq: this.log.length + 1, author, at, ops: structuredClone(sending.ops) };
    this.log.push(batch);
    this.artifact = foldBatch(this.artifact, batch);
    this.done.set(sending.opId, batch.seq);
    return { seq: batch.seq };
  }
}

type Act = { who: number } & (
  | { do: 'op'; op: FieldOp }
  | { do: 'type'; from: number; length: number; text: string }
  | { do: 'send'; lost: 'no' | 'asked' | 'answer' }
  | { do: 'listen'; most: number }
  | { do: 'undo' }
  | { do: 'reread' }
  | { do: 'reload'; lost: 'asked' | 'answer' }
);

const items = fc.constantFrom('i', 'j', 'k', 'l');
const ops: fc.Arbitrary<FieldOp> = fc.oneof(
  fc.record({ op: fc.constant('set' as const), item: items, field: fc.constantFrom('f', 'g'), value: fc.string({ maxLength: 4 }) }),
  fc.record({ op: fc.constant('add' as const), item: items, order: fc.constantFrom('a0', 'a1', 'a2'), values: fc.constant({}) }),
  fc.record({ op: fc.constantFrom('del' as const, 'restore' as const), item: items }),
  fc.record({ op: fc.constant('move' as const), item: items, order: fc.constantFrom('a0', 'a1', 'Zz'), state: fc.constantFrom('open', 'done') }),
  fc.record({ op: fc.constant('title' as const), title: fc.string({ maxLength: 3 }) }),
);
const acts: fc.Arbitrary<Act> = fc.tuple(fc.nat(1), fc.oneof(
  fc.record({ do: fc.constant('op' as const), op: ops }),
  fc.record({ do: fc.constant('type' as const), from: fc.nat(40), length: fc.nat(3), text: fc.string({ unit: 'grapheme', maxLength: 4 }) }),
  fc.record({ do: fc.constant('send' as const), lost: fc.constantFrom('no' as const, 'no' as const, 'asked' as const, 'answer' as const) }),
  fc.record({ do: fc.constant('listen' as const), most: fc.nat(5) }),
  fc.constant({ do: 'undo' as const }),
  fc.constant({ do: 'reread' as const }),
  fc.record({ do: fc.constant('reload' as const), lost: fc.constantFrom('asked' as const, 'answer' as const) }),
)).map(([who, act]) => ({ who, ...act }) as Act);

const state = ({ title, items: all, texts }: Artifact): string =>
  JSON.stringify([title, liveItems({ items: all } as Artifact).map(({ id, order, state: where, values }) => [id, order, where, values]), texts!['p']!.text]);

function send(server: ModelServer, replica: Replica, me: typeof alice, lost: string): void {
  const sending = replica.next();
  if (!sending || lost === 'asked') return;
  const answer = server.take(me, structuredClone(sending));
  if (lost === 'answer') return;
  if ('seq' in answer) replica.accepted(sending.opId, answer.seq);
  else replica.stale(sending.opId, structuredClone(answer.missing));
}

/** The page ends while its last sending is on its way, and another page goes on with what was stored. */
function reload(server: ModelServer, replica: Replica, me: typeof alice, lost: string): Replica {
  send(server, replica, me, lost);
  const kept = JSON.parse(JSON.stringify(replica.kept())) as Kept | null;
  const answer = kept?.flight ? server.take(me, structuredClone(kept.flight)) : null;
  const next = new Replica(structuredClone(server.artifact), me, textRules);
  if (kept) assert.ok(next.restore(withoutFlight(kept, answer && 'seq' in answer ? 'taken' : 'again', textRules), 0));
  return next;
}

function listen(server: ModelServer, replica: Replica, most: number): void {
  for (const batch of server.log.filter((one) => one.seq > replica.seq).slice(0, most)) assert.ok(replica.received(structuredClone(batch)));
}

function type(replica: Replica, { from, length, text }: { from: number; length: number; text: string }): void {
  const before = replica.shown.texts!['p']!.text;
  const after = before.slice(0, from) + text + before.slice(from + length);
  if (before === after) return;
  replica.edit('p', textRules.between(before, after));
  assert.equal(replica.shown.texts!['p']!.text, after);
}

test('artifacts: two people converge although lines are cut, and nothing is doubled', () => {
  fc.assert(fc.property(fc.array(acts, { maxLength: 60 }), (all) => {
    const server = new ModelServer();
    const people = [alice, bob];
    const replicas = people.map((me) => new Replica(start(), me, textRules));
    const texts = replicas.map(() => 'one\ntwo');
    replicas.forEach((replica, who) => (replica.onText = (_, changes) => (texts[who] = applyChanges(texts[who]!, changes))));
    for (const act of all) {
      const [replica, me] = [replicas[act.who]!, people[act.who]!];
      if (act.do === 'op') replica.do([act.op]);
      else if (act.do === 'undo') replica.undo();
      else if (act.do === 'reload') {
        const next = (replicas[act.who] = reload(server, replica, me, act.lost));
        next.onText = (_, changes) => (texts[act.who] = applyChanges(texts[act.who]!, changes));
        texts[act.who] = next.shown.texts!['p']!.text;
      } else if (act.do === 'type') {
        type(replica, act);
        texts[act.who] = replica.shown.texts!['p']!.text;
      } else if (act.do === 'send') send(server, replica, me, act.lost);
      else if (act.do === 'reread') {
        replica.reset(structuredClone(server.artifact));
        texts[act.who] = replica.shown.texts!['p']!.text;
      } else listen(server, replica, act.most);
      assert.equal(texts[act.who], replicas[act.who]!.shown.texts!['p']!.text, 'a field that follows the changes shows the text');
    }
    for (let round = 0; round < 200 && replicas.some((one) => one.unsent > 0 || one.seq < server.log.length); round++)
      replicas.forEach((replica, who) => {
        send(server, replica, people[who]!, 'no');
        listen(server, replica, Infinity);
      });
    for (const replica of replicas) {
      assert.equal(replica.unsent, 0);
      assert.equal(state(replica.shown), state(server.artifact));
    }
    assert.equal(new Set(server.log.map((batch) => JSON.stringify(batch))).size, server.log.length);
  }), { numRuns: 1500, includeErrorInReport: true });
});

test('artifacts: a change of a text is applied as its library does', () => {
  fc.assert(fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (before, after) => {
    const changes = textRules.between(before, after);
    assert.equal(applyChanges(before, changes), after);
    assert.equal(applyChanges(after, textRules.invert(changes, before)), before);
    assert.doesNotMatch(JSON.stringify(changes), /(?<!\\ud[89ab]..)\\ud[c-f]|\\ud[89ab]..(?!\\ud[c-f])/i);
  }));
});

test('artifacts: undo in a text takes back my words alone, wherever others wrote', () => {
  const history = new TextHistory();
  let text = 'one two';
  const write = (after: string, now: number): void => {
    const changes = textRules.between(text, after);
    history.mine(changes, text, textRules, now);
    text = after;
  };
  const hear = (after: string): void => {
    history.others(textRules.between(text, after), textRules);
    text = after;
  };
  const step = (back: boolean): string => (text = applyChanges(text, history.step(back, text, textRules) ?? []));
  write('one mine two', 10_000);
  hear('THEIRS one mine two');
  write('THEIRS one mine two!', 20_000);
  hear('THEIRS one mine two! and more');

  assert.equal(step(true), 'THEIRS one mine two and more');
  assert.equal(step(true), 'THEIRS one two and more');
  assert.equal(step(true), 'THEIRS one two and more');
  assert.equal(step(false), 'THEIRS one mine two and more');
});

const titles = (replica: Replica): unknown[] => liveItems(replica.shown).map((item) => item.values['f']);
const from = (seq: number, author: typeof alice, ...changes: Op[]): Batch => ({ seq, author, at, ops: changes });

test('artifacts: undo leads back what I last wrote, never what somebody else wrote since', () => {
  const replica = new Replica(start(), alice);
  replica.do([{ op: 'set', item: 'i', field: 'f', value: 'mine' }]);
  replica.do([{ op: 'set', item: 'j', field: 'f', value: 'mine' }]);
  replica.received(from(1, bob, { op: 'set', item: 'j', field: 'f', value: 'theirs' }));

  assert.equal(replica.undo(), true);
  assert.deepEqual(titles(replica), ['i', 'mine']);
  assert.equal(replica.undo(), false);
  replica.redo();
  assert.deepEqual(titles(replica), ['mine', 'mine']);
});

test('artifacts: a deletion is undone, and so is a move with its state', () => {
  const replica = new Replica(start(), alice);
  replica.do([{ op: 'move', item: 'i', order: 'a9', state: 'done' }]);
  replica.do([{ op: 'del', item: 'j' }]);
  assert.deepEqual(titles(replica), ['i']);
  replica.undo();
  assert.deepEqual(titles(replica), ['j', 'i']);
  replica.undo();
  assert.deepEqual(titles(replica), ['i', 'j']);
  assert.equal(columnOf(replica.shown, replica.shown.items[0]!), 'open');
});

test('artifacts: of several edits of which one is refused, the others go through', () => {
  const replica = new Replica(start(), alice);
  replica.do(['one', 'two', 'three'].map((value, n) => ({ op: 'set', item: n % 2 ? 'j' : 'i', field: `f${n}`, value }) as FieldOp));
  const sent = replica.next()!;
  assert.equal(replica.refused(sent.opId), null);
  const taken: Op[] = [];
  for (let one = replica.next(), seq = 1; one; one = replica.next()) {
    if (one.ops.some((op) => op.op === 'set' && op.value === 'two')) assert.equal(replica.refused(one.opId), one.ops[0]);
    else {
      taken.push(...one.ops);
      replica.accepted(one.opId, seq++);
    }
  }
  assert.deepEqual(taken.map((op) => op.op === 'set' && op.value), ['one', 'three']);
  assert.equal(replica.unsent, 0);
});

test('artifacts: a missing batch is noticed', () => {
  const replica = new Replica(start(), alice);
  assert.equal(replica.received(from(2, bob, { op: 'title', title: 'second' })), false);
  assert.equal(replica.received(from(1, bob, { op: 'title', title: 'first' })), true);
  assert.deepEqual([replica.shown.title, replica.seq], ['second', 2]);
});

test('artifacts: a place is found between any two, and made anew where there is no room', () => {
  let all = [{ id: 'a', order: 'a0' }, { id: 'b', order: 'a0' }];
  for (let n = 0; n < 600; n++) {
    const { order, others } = placeAt(all, 1);
    assert.ok(order.length <= 64);
    all = all.map((one) => others.find((other) => other.id === one.id) ?? one) as typeof all;
    all.splice(1, 0, { id: `n${n}`, order });
    assert.ok(all[0]!.order < all[1]!.order && all[1]!.order < all[2]!.order);
  }
});

test('artifacts: what is not there is passed over', () => {
  const nothing: Op[] = [
    { op: 'set', item: '__proto__', field: 'f', value: 1 },
    { op: 'del', item: 'gone' },
    { op: 'delComment', comment: 'gone' },
    { op: 'moveBlock', block: 'gone', order: 'a' },
  ];
  assert.equal(state(fold(start(), nothing, { author: bob, at })), state(start()));
});

test('a block without a height, or with less than anybody can choose, has the usual height', () => {
  assert.deepEqual([undefined, 1, 2, 4, 12].map((h) => heightOf({ h })), [4, 4, 2, 4, 12]);
});

test('a part of a tool shows the fields that it names, and without names all, also those added later', () => {
  const fields = [{ id: 'f', name: 'Name', type: 'text' as const }, { id: 'g', name: 'Date', type: 'date' as const }];
  const part = { id: 'b', type: 'form' as const, fields: ['f'] };
  const shown = (block: ArtifactBlock, all = fields): string[] => shownFields({ ...start(), definition: { fields: all } }, block).map((field) => field.id);
  assert.deepEqual(shown(part), ['f']);
  assert.deepEqual(shown(withFields(part, ['g'], fields)), ['g']);
  assert.deepEqual(shown(withFields(part, ['g', 'f'], fields), [...fields, { id: 'h', name: 'Notes', type: 'text' }]), ['f', 'g', 'h']);
});

test('the last text field cannot be deleted, and a deleted field can be restored until the artifact is published', () => {
  const [name, notes] = [{ id: 'f', name: 'Name', type: 'text' as const }, { id: 'g', name: 'Notes', type: 'text' as const }];
  const by = { author: alice, at };
  const two = fold(start(), [{ op: 'field', field: notes }], by);
  const deleted = fold(two, [{ op: 'delField', field: 'g' }], by);
  const back = fold(deleted, [{ op: 'field', field: notes }], by);
  assert.deepEqual([isLastName(start(), name), isLastName(two, name), isLastName(deleted, name)], [true, false, true]);
  assert.deepEqual([two, deleted, back].map((one) => one.definition.deletedFields?.map((field) => field.id)), [[], ['g'], []]);
  assert.deepEqual(fold(deleted, [{ op: 'purge' }], by).definition.deletedFields, []);
});
