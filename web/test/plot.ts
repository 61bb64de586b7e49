import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Cell, Column } from '../src/api/shapes';
import { idFor, uses, valuesFor, valuesIn, withValue } from '../src/artifacts/parameters';
import { plotOf, type Plot } from '../src/artifacts/plot';
import { alongOf, isSideways, labelsOf, letter, summaryOf, ticksOf } from '../src/artifacts/plotScale';
import { columnsOfSql } from '../src/artifacts/sqlColumns';
import type { ChartSpec, Parameter } from '../src/artifacts/shapes';

const columns: Column[] = [{ name: 'stage', kind: 'text' }, { name: 'region', kind: 'text' }, { name: 'day', kind: 'date' }, { name: 'deals', kind: 'number' }];
const rows: Cell[][] = [
  ['Won', 'EMEA', '2026-01-31', 3],
  ['Won', 'AMER', '2026-02-01', 5],
  ['Lost', 'EMEA', '2026-02-02', -2],
  ['Lost', 'AMER', '2026-04-30', null],
];
const plot = (spec: ChartSpec, all = rows): Plot => {
  const made = plotOf(spec, columns, all);
  assert.ok(made);
  return made;
};
const byStage: ChartSpec = { mark: 'bar', encoding: { x: { field: 'stage' }, y: { field: 'deals' } } };
const values = (made: Plot): Array<[string | undefined, string | undefined, number]> =>
  made.spots.map((spot) => [made.names[spot.at], made.series[spot.series], spot.value]);

test('charts: bars that share a name are one, a value that is not there is told and not drawn as zero', () => {
  const made = plot(byStage);
  assert.deepEqual(values(made), [['Won', '', 8], ['Lost', '', -2]]);
  assert.equal(made.left, 1);
});

test('charts: colours are stacked, those below zero downwards; grouped and shared where the definition says so', () => {
  const stacked = plot({ mark: 'bar', encoding: { ...byStage.encoding, color: { field: 'region' } } });
  assert.deepEqual(
    stacked.spots.map(({ from, to }) => [from, to]),
    [
      [0, 5],
      [0, -2],
      [5, 8],
    ].sort((a, b) => stacked.spots.findIndex((spot) => spot.to === a[1]) - stacked.spots.findIndex((spot) => spot.to === b[1])),
  );
  const grouped = plot({ mark: 'bar', encoding: { ...byStage.encoding, color: { field: 'region' }, xOffset: { field: 'region' } } });
  assert.ok(grouped.isGrouped && grouped.spots.every((spot) => spot.from === 0));
  const shares = plot({ mark: 'bar', encoding: { x: { field: 'stage' }, y: { field: 'deals', stack: 'normalize' }, color: { field: 'region' } } });
  assert.deepEqual(ticksOf(shares), [-1, -0.5, 0, 0.5, 1]);
  assert.equal(shares.spots.reduce((most, spot) => Math.max(most, spot.to), 0), 1);
});

test('charts: periods, counts and means are worked out of the rows', () => {
  const monthly = plot({ mark: 'line', encoding: { x: { field: 'day', timeUnit: 'yearquarter' }, y: { aggregate: 'count' } } });
  assert.deepEqual(values(monthly).map(([name, , value]) => [name, value]), [['2026 Q1', 3], ['2026 Q2', 1]]);
  const mean = plot({ mark: 'bar', encoding: { y: { field: 'region' }, x: { field: 'deals', aggregate: 'mean' } } });
  assert.deepEqual(values(mean).map(([name, , value]) => [name, value]), [['EMEA', 0.5], ['AMER', 5]]);
  const descending = plot({ mark: 'bar', encoding: { x: { field: 'stage', sort: 'y' }, y: { field: 'deals' } } });
  assert.deepEqual(descending.names, ['Lost', 'Won']);
});

test('charts: times are at their own distance, and parts of a whole have a name and a size', () => {
  const line = plot({ mark: 'line', encoding: { x: { field: 'day', type: 'temporal' }, y: { field: 'deals' } } });
  const { x } = alongOf(line, 0, 100);
  assert.deepEqual([0, 1, 2].map((at) => Math.round(x(at))), [0, 50, 100]);
  const pie = plot({ mark: 'arc', encoding: { theta: { field: 'deals' }, color: { field: 'stage' } } });
  assert.deepEqual(values(pie).map(([name, , value]) => [name, value]), [['Won', 8], ['Lost', -2]]);
  const donut = plot({ mark: { type: 'arc', innerRadius: 40 }, encoding: { theta: { field: 'deals' }, color: { field: 'stage' } } });
  assert.deepEqual([pie.hole, donut.hole], [0, 40]);
  assert.deepEqual(values(donut), values(pie));
});

test('charts: what names no column is no chart; no row and one row are charts', () => {
  assert.equal(plotOf({ mark: 'bar', encoding: { x: { field: 'nope' } } }, columns, rows), null);
  assert.equal(plotOf({ mark: 'trail', encoding: byStage.encoding! }, columns, rows), null);
  assert.equal(plotOf({ mark: 'bar' }, columns, rows), null);
  assert.equal(summaryOf(plot(byStage, [])), 'There is nothing in it.');
  assert.match(summaryOf(plot(byStage, [rows[0]!])), /1 value, 3\.$/);
  assert.match(summaryOf(plot(byStage)), /from -2 \(Lost\) to 8 \(Won\)/);
});

test('charts: whatever the rows, no label overlaps another or leaves the drawing, and the axis holds every value', () => {
  const cell = fc.oneof(
    fc.integer({ min: -1e9, max: 1e9 }),
    fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e6, max: 1e6 }).map((value) => (Math.abs(value) < 1e-200 ? 0 : value)),
    fc.constant(null),
  );
  const made = fc.array(
    fc.tuple(fc.string({ maxLength: 40 }), fc.constantFrom('a', 'b', 'c'), fc.constantFrom('2026-01-01', '2025-12-31', '2024-02-29'), cell),
    { maxLength: 60 },
  );
  fc.assert(
    fc.property(made, fc.constantFrom('bar', 'line', 'area', 'point'), fc.boolean(), fc.integer({ min: 200, max: 1200 }), (all, mark, coloured, width) => {
      const drawn = plot({ mark, encoding: { ...byStage.encoding, ...(coloured ? { color: { field: 'region' } } : {}) } }, all as Cell[][]);
      const { x } = alongOf(drawn, 40, width - 14);
      const labels = labelsOf(drawn, x, width);
      labels.forEach((label, at) => {
        const half = (label.text.length * letter) / 2;
        assert.ok(label.x - half >= -0.001 && label.x + half <= width + 0.001);
        const next = labels[at + 1];
        assert.ok(!next || next.x - (next.text.length * letter) / 2 > label.x + half);
      });
      if (!drawn.spots.length) return;
      const ticks = ticksOf(drawn);
      const little = 1e-6 * (ticks.at(-1)! - ticks[0]!);
      for (const spot of drawn.spots) assert.ok(spot.to >= ticks[0]! - little && spot.to <= ticks.at(-1)! + little, `${spot.to} of ${ticks}`);
    }),
    { numRuns: 300 },
  );
});

test('charts: a thousand points are worked out at once', () => {
  const many = Array.from({ length: 1_000 }, (_, at): Cell[] => [`row ${at}`, 'EMEA', '2026-01-01', at]);
  const drawn = plot(byStage, many);
  assert.equal(drawn.spots.length, 1_000);
  assert.equal(isSideways(drawn, 300), false);
  assert.ok(labelsOf(drawn, alongOf(drawn, 40, 290).x, 300).length < 8);
});

const parameters: Parameter[] = [
  { id: 'period', name: 'Period', type: 'date-range' },
  { id: 'region', name: 'Region', type: 'choice', choices: ['EMEA', 'R&D, all'] },
];

test('parameters: the address holds a viewer\'s values, and what does not fit is left out', () => {
  let search = new URLSearchParams('beside=artifact:x');
  search = new URLSearchParams(withValue(search, 'region', 'R&D, all'));
  search = new URLSearchParams(withValue(search, 'period', { from: '2026-01-01' }));
  assert.deepEqual(valuesIn(search, parameters), { region: 'R&D, all', period: { from: '2026-01-01' } });
  assert.equal(search.get('beside'), 'artifact:x');
  assert.equal(withValue(new URLSearchParams(withValue(search, 'region', undefined)), 'period', {}), '?beside=artifact%3Ax');
  assert.deepEqual(valuesIn(new URLSearchParams('p.region=other&p.period=2026-99-99..x&p.more=1'), parameters), {});
});

test('parameters: a request is given the values that it names, and no others', () => {
  const sql = 'select a::text from t where d >= :period_from and note = \':regional\'';
  assert.deepEqual(valuesFor(sql, parameters, { period: { to: '2026-02-01' }, region: 'EMEA' }), { period: { to: '2026-02-01' } });
  assert.ok(!uses('select x::region from t', parameters[1]!));
  assert.equal(idFor('Größe & Höhe', []), 'gro_e_ho_he');
  assert.equal(idFor('2026', ['value']), 'value_2');
});

test('the columns of a SELECT are read from its text', () => {
  assert.deepEqual(columnsOfSql('select d.stage, count(*) as deals, round(avg(a, b)) "Mean"\nfrom deals d'), ['stage', 'deals', 'Mean']);
  assert.deepEqual(columnsOfSql('with x as (select 1) select * from x'), []);
});
