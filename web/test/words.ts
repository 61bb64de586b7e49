import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rowWords } from '../src/text/rights';
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
  assert.equal(stepWords({ tool: 'tasks_create_task', status: 'refused' }, 'tasks'), 'was not allowed to use “create task” of tasks');
  assert.equal(toolName('write_page'), 'write a wiki page');
});
