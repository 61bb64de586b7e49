import assert from 'node:assert/strict';
import { test } from 'node:test';
import { applyChanges } from '../src/artifacts/fold';
import type { Artifact, Changes } from '../src/artifacts/shapes';
import { textRules } from '../src/artifacts/text';
import { UndoTrail } from '../src/artifacts/undoTrail';

/** One text beside ops that are counted. */
function opened() {
  let [text, ops, undone] = ['one', 0, 0];
  const live = {
    rules: textRules,
    replica: {
      get canUndo() { return ops > 0; },
      get canRedo() { return undone > 0; },
      undo: () => ops > 0 && (ops--, undone++, true),
      redo: () => undone > 0 && (undone--, ops++, true),
    },
    shown: { peek: () => ({ texts: { p: { text, version: 0 } } }) as unknown as Artifact },
    write: (_: string, changes: Changes) => void (text = applyChanges(text, changes)),
    update: () => trail.update(),
    flush: () => {},
  };
  const trail: UndoTrail = new UndoTrail(live);
  const type = (after: string, now: number): void => {
    const changes = textRules.between(text, after);
    trail.wrote('p', changes, now);
    live.write('p', changes);
    trail.update();
  };
  const hear = (after: string): void => {
    const changes = textRules.between(text, after);
    trail.others('p', changes);
    live.write('p', changes);
  };
  const act = (): void => {
    ops++;
    trail.did();
    trail.update();
  };
  return { trail, type, hear, act, now: () => [text, ops, trail.canUndo.value, trail.canRedo.value] };
}

test('undo goes through texts and ops in the order of my edits, over what others wrote', () => {
  const { trail, type, hear, act, now } = opened();
  type('one two', 10_000);
  act();
  type('one two three', 20_000);
  hear('THEIRS one two three');
  assert.deepEqual(now(), ['THEIRS one two three', 1, true, false]);
  trail.undo();
  assert.deepEqual(now(), ['THEIRS one two', 1, true, true]);
  trail.undo();
  assert.deepEqual(now(), ['THEIRS one two', 0, true, true]);
  trail.undo();
  assert.deepEqual(now(), ['THEIRS one', 0, false, true]);
  trail.redo();
  trail.redo();
  trail.redo();
  assert.deepEqual(now(), ['THEIRS one two three', 1, true, false]);
});

test('a text is undone alone, and not after its last change was refused', () => {
  const { trail, type, act, now } = opened();
  type('one two', 10_000);
  act();
  assert.equal(trail.stepText('p', true), true);
  trail.undo();
  assert.deepEqual(now(), ['one', 0, false, true]);
  type('one!', 20_000);
  trail.forget('p');
  trail.update();
  assert.equal(trail.stepText('p', true), false);
  assert.equal(now()[2], false);
});
