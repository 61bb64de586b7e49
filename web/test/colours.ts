import assert from 'node:assert/strict';
import { test } from 'node:test';
import { coloursOf } from '../src/view/Avatar';

const member = (subject: string, since: number) => ({ subject, name: subject, since });
const distance = (one: number, other: number): number => Math.min(Math.abs(one - other), 360 - Math.abs(one - other));

test('people of a thread have colors that are far apart, and keep them when others join', () => {
  for (let round = 0; round < 100; round++) {
    const people = Array.from({ length: 8 }, (_, n) => member(`person-${round}-${n}`, n));
    const all = coloursOf(people);
    const hues = [...all.values()];
    assert.equal(new Set(hues).size, 8);
    assert.ok(distance(hues[0]!, hues[1]!) >= 80);
    for (let n = 1; n < 8; n++) assert.deepEqual([...coloursOf(people.slice(0, n))], [...all].slice(0, n));
  }
  assert.equal(coloursOf(Array.from({ length: 20 }, (_, n) => member(`p${n}`, n))).size, 20);
});
