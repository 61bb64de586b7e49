import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { numberText, readNumber } from '../src/artifacts/numbers';
import { valueText } from '../src/artifacts/plain';
import { reader } from '../src/text/reader';

const before = reader.value;
afterEach(() => (reader.value = before));

test('a number is read in the form of its reader, and in another only where it cannot be mistaken', () => {
  const all: Array<[string, Array<[string, number | undefined]>]> = [
    ['de-DE', [
      ['1.234,50', 1234.5], ['1.234', 1234], ['1,234', 1.234], ['1234,5', 1234.5], ['1.50', 1.5], ['0.123', 0.123], ['-1.234.567', -1234567],
      ['1,234,567.5', 1234567.5], ['12.34.5', undefined], ['1.2345,6', undefined], ['1.234,', 1234], ['1 234,5', 1234.5], ['a', undefined], ['', undefined],
    ]],
    ['en-US', [
      ['1,234', 1234], ['1,234.50', 1234.5], ['1.234', 1.234], ['1.234,50', 1234.5], ['1.234.567', 1234567], ['1,50', 1.5], ['\u22125', -5], ['+7', 7],
      ['1,23,4', undefined], ['12,34.5', undefined], ['1e5', undefined], ['.', undefined],
      ['123456789012345', 123456789012345], ['12345678901234567', undefined],
    ]],
    ['fr-FR', [['1\u202f234,5', 1234.5], ['1.234', undefined], ['0.234', 0.234], ['1.5', 1.5], ['1,234', 1.234]]],
    ['de-CH', [['1\u2019234.50', 1234.5], ['1,234', undefined], ['1,5', 1.5]]],
  ];
  for (const [language, cases] of all) {
    reader.value = { language };
    for (const [text, value] of cases) assert.equal(readNumber(text), value, `${language} ${text}`);
  }
});

test('what a cell shows is read back as the same number', () => {
  for (const language of ['de-DE', 'en-US', 'fr-FR', 'de-CH', 'es', 'pt-BR']) {
    reader.value = { language };
    for (const value of [0, 1, -12, 999, 1000, 1234, 1234.5, 0.001, 1.234, 123456.789, 1234567, 99999999.99, -1234.5])
      for (const type of ['number', 'money'] as const) assert.equal(readNumber(numberText(value, { type })), value, `${language} ${value}`);
  }
});

test('a value is shown in the form of its reader', () => {
  reader.value = { language: 'de-DE' };
  const item = { id: 'i', order: 'a0', values: { cost: 1234.5, due: '2026-12-31' }, comments: [], by: me, at: '', changedBy: me, changedAt: '' };
  assert.equal(valueText(item, { id: 'cost', name: 'Cost', type: 'money', currency: 'EUR' }, []), '1.234,50 EUR');
  assert.equal(valueText(item, { id: 'due', name: 'Due', type: 'date' }, []), '31.12.2026');
});

const me = { subject: 'a', name: 'Alice' };
