import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Message } from '../src/api/shapes';
import { rowWords } from '../src/text/rights';
import { stepGroups } from '../src/text/steps';
import { stepWords, toolName } from '../src/text/tools';

test('a row rule is a sentence, and one that is more than comparisons says no more than that there is a limit', () => {
  assert.equal(rowWords('all rows'), 'all rows');
  assert.equal(rowWords("rows where (region = 'EMEA'::text)"), 'only rows where region is EMEA');
  assert.equal(rowWords('rows where (assignee = ( SELECT ((CURRENT_USER)::text COLLATE "default")))'), 'only rows where you are the assignee');
  assert.equal(rowWords("rows where (employee = 'bob') or (manager = 'bob')", ['bob']), 'only rows where you are the employee, or you are the manager');
  assert.equal(rowWords("rows (employee = 'dan') or (manager = 'dan')", ['dan']), 'only rows where you are the employee, or you are the manager');
  assert.equal(rowWords('permit (assignee = ( SELECT ((CURRENT_USER)::text COLLATE "default") AS "current_user"))'), 'only rows where you are the assignee');
  assert.equal(rowWords("permit (region = 'O''Hara'::text)"), "only rows where region is O'Hara");
  assert.equal(rowWords("rows where ((region = 'EMEA'::text) AND (amount > 5))"), 'only the rows that you may see');
  assert.equal(rowWords('rows where EXISTS (SELECT 1 FROM x)'), 'only the rows that you may see');
});

test('a step says what was done, to what, and how it ended', () => {
  assert.equal(stepWords({ tool: 'query_data', status: 'succeeded' }, 'company', ['public.sales_deals']), 'looked up sales deals in company');
  assert.equal(stepWords({ tool: 'change_data', status: 'declined' }, 'company'), 'did not change data in company: you declined');
  assert.equal(stepWords({ tool: 'change_data', status: 'waiting' }, 'company: sales.deals'), 'wants to change deals in company: waits for you');
  assert.equal(stepWords({ tool: 'change_data', status: 'allowed' }, 'company'), 'wants to change data in company');
  assert.equal(stepWords({ tool: 'describe_data', status: 'running' }, '*'), 'checking what data there is');
  assert.equal(stepWords({ tool: 'tasks_create_task', status: 'refused' }, 'tasks'), 'could not use “create task” of tasks');
  assert.equal(stepWords({ tool: 'query_data', status: 'denied' }, 'company'), 'was not allowed to look up data in company');
  assert.equal(stepWords({ tool: 'query_data', status: 'refused', note: 'NOT_FOUND' }, 'company'), 'found no such data in company');
  assert.equal(stepWords({ tool: 'change_data', status: 'expired' }, 'company'), 'did not change data in company: the confirmation expired');
  assert.equal(stepWords({ tool: 'change_data', status: 'stopped' }, 'company'), 'did not change data in company: you stopped it before');
  assert.equal(stepWords({ tool: 'change_data', status: 'unknown' }, 'company'), 'may have changed data in company: no outcome is on record');
  assert.equal(stepWords({ tool: 'change_item', status: 'succeeded' }, 'artifacts'), 'changed an item of a list');
  assert.equal(toolName('write_page'), 'write a wiki page');
});

test('a refused step names no table that another step read, and steps on several sources stay apart', () => {
  const at = '2026-11-27T09:00:00Z';
  const step = (callId: string, source: string, status: string) => ({ callId, tool: 'query_data', source, status, at });
  const table = (source: string, relation: string) => ({ source, relation, columns: [], rowRules: [] });
  const message: Message = {
    id: 't-m2', threadId: 't', from: 'agent', visibility: 'open', askedBy: { subject: 'bob', name: 'Bob' }, at,
    steps: [step('1', 'company', 'refused'), step('2', 'company', 'succeeded'), step('3', 'expenses', 'succeeded'), step('4', 'expenses', 'succeeded')],
    touched: [table('company', '*'), table('company', 'public.customers'), table('company', 'public.deals'), table('expenses', 'claims')],
  };
  assert.deepEqual(stepGroups(message).map(({ words, times, step: { callId } }) => [words, times, callId]), [
    ['could not look up data in company', 1, '1'],
    ['looked up customers, deals in company', 1, '2'],
    ['looked up claims in expenses', 2, '4'],
  ]);
});
