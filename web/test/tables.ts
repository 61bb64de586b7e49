import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Block, Message } from '../src/api/shapes';
import { aboutOf, captionOf, nothingKnown } from '../src/text/captions';
import { show } from '../src/text/cells';
import { arranged, headingOf } from '../src/text/columns';
import { fileName } from '../src/text/csv';

const columns = (...names: string[]) => names.map((name) => ({ name, kind: /amount|salary|_id$|^id$/.test(name) ? 'number' : 'text' }));

test('a heading says a unit only where the name of a figure can mean nothing else', () => {
  for (const [name, kind, said] of [
    ['amount_eur', 'number', 'amount (EUR)'],
    ['net_amount_usd', 'number', 'net amount (USD)'],
    ['margin_pct', 'number', 'margin (%)'],
    ['weight_kg', 'number', 'weight (kg)'],
    ['amount', 'number', 'amount'],
    ['amount_eur', 'text', 'amount eur'],
    ['eur', 'number', 'eur'],
    ['_eur', 'number', ' eur'],
    ['size_m', 'number', 'size m'],
    ['days_open', 'number', 'days open'],
  ] as const) assert.equal(headingOf({ name, kind }), said);
});

test('the columns that a question names come first, keys that it does not name last', () => {
  const order = (question: string, ...names: string[]): string[] => arranged(columns(...names), question).map((at) => names[at]!);
  assert.deepEqual(order('the region of open deals', 'id', 'title', 'customer_id', 'region', 'amount'), ['region', 'title', 'amount', 'id', 'customer_id']);
  assert.deepEqual(order('average salary by department', 'department', 'average_salary'), ['department', 'average_salary']);
  assert.deepEqual(order('which customer ids have amounts', 'id', 'customer_id', 'amount'), ['customer_id', 'amount', 'id']);
  assert.deepEqual(order('', 'b', 'a'), ['b', 'a']);
});

test('a foreign key stands among the other columns, because it can be shown with names', () => {
  const [id, customer, region] = columns('id', 'customer_id', 'region');
  assert.deepEqual(arranged([id!, { ...customer!, refers: { table: 'customers', column: 'id' } }, region!], ''), [1, 2, 0]);
});

test('a file is named after what was asked, and its name is valid everywhere', () => {
  assert.equal(fileName('Top 5 open deals'), 'Top 5 open deals.csv');
  assert.equal(fileName('Größe: a/b\\c "d"?\n'), 'Größe a b c d.csv');
  assert.equal(fileName(' ../..'), 'table.csv');
  assert.equal(fileName('x'.repeat(300)).length, 84);
});

test('dates are in the reader’s language, and what is no common date stays as it came', () => {
  const date = { name: 'x', kind: 'date' };
  assert.match(show('2026-03-01', date), /2026/);
  assert.notEqual(show('2026-03-01', date), '2026-03-01');
  assert.match(show('2026-03-01 08:05:00', { name: 'x', kind: 'time' }), /08:05/);
  for (const odd of ['infinity', '0044-03-15 BC', '24:00', '12:00:00.5-03:30', '12026-01-01', '2026-13-01'])
    assert.equal(show(odd, { name: 'x', kind: 'time' }), odd);
  assert.equal(show('2026-03-01', { name: 'x', kind: 'text' }), '2026-03-01');
});

test('a caption says what was asked, else which tables it is from, and never the technical name of a source', () => {
  const block = (more: Partial<Block> = {}): Block => ({ id: 'b', kind: 'table', truncated: false, source: 'company', columns: [], ...more });
  const message = (blocks: Block[], ...relations: string[]) =>
    ({ blocks, touched: relations.map((relation) => ({ source: 'company', relation, columns: [], rowRules: [] })) }) as unknown as Message;
  const one = aboutOf(message([block()], 'company.deals'), 'Top 5 open deals?');
  assert.equal(captionOf(block(), one), 'Top 5 open deals');
  assert.equal(captionOf(block({ title: 'Given' }), one), 'Given');
  assert.equal(captionOf(block(), aboutOf(message([block()], 'company.sales_targets'), '/sql company select 1')), 'sales targets');
  assert.equal(captionOf(block(), aboutOf(message([block(), block()], 'company.deals', 'company.customers'), 'Both')), 'deals and customers');
  assert.equal(captionOf(block(), aboutOf(message([block()], '*'), undefined)), 'Table');
  assert.equal(captionOf(block(), nothingKnown), 'Table');
});
