import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { inboxKinds } from '../src/api/inbox';

test('the inbox knows every kind of item that the server sends', () => {
  const source = readFileSync(join(process.cwd(), '..', 'shared', 'Threads', 'InboxItem.cs'), 'utf8');
  const [, cases] = /enum InboxKind\s*\{([^}]*)\}/.exec(source)!;
  assert.deepEqual([...inboxKinds].sort(), cases!.match(/\w+/g)!.map((name) => name.toLowerCase()).sort());
});
