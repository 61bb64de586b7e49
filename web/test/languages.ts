import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, test } from 'node:test';
import { stepWords } from '../src/text/tools';
import { rowWords } from '../src/text/rights';
import { german as main } from '../src/words/de';
import { artifacts } from '../src/words/de/artifacts';
import { artifact } from '../src/words/de/artifacts/artifact';
import { blocks } from '../src/words/de/artifacts/blocks';
import { history } from '../src/words/de/artifacts/history';
import { templates } from '../src/words/de/artifacts/templates';
import { frame } from '../src/words/de/frame';
import { mine } from '../src/words/de/mine';
import { pages } from '../src/words/de/pages';
import { sentences } from '../src/words/de/sentences';
import { settings } from '../src/words/de/settings';
import { thread } from '../src/words/de/thread';
import { work } from '../src/words/de/work';
import { chooseTexts, withArtifactTexts } from '../src/words/language';
import { plural, rich, spoken, t } from '../src/words/say';
import { texts, type Complete } from '../src/words/texts';

const german = { ...main, ...artifacts };

const placeholders = (text: string, counted: boolean): string[] =>
  [...new Set([...text.matchAll(/\{(\w+)\}/g)].map((found) => found[1]!))].filter((name) => !counted || name !== 'n').sort();
const forms = (said: string | object): string[] => (typeof said === 'string' ? [said] : Object.values(said));

afterEach(() => (spoken.value = null));

test('German has the placeholders of English, a text for each, and no markup', () => {
  for (const [english, said] of Object.entries(german)) {
    for (const form of forms(said)) {
      assert.deepEqual(placeholders(form, typeof said !== 'string'), placeholders(english, typeof said !== 'string'), english);
      assert.ok(form.trim(), english);
      assert.doesNotMatch(form, /<\w|&\w+;/, english);
    }
  }
});

const source = join(process.cwd(), 'src');
const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter((path) => /\.tsx?$/.test(path) && !path.startsWith('words'));
const codeOf = (paths: string[]): string => paths.map((path) => readFileSync(join(source, path), 'utf8')).join('\n');

test('a text is in one area of the catalogue, and the app says it', () => {
  const areas = [artifact, blocks, frame, history, mine, pages, sentences, settings, templates, thread, work];
  const code = codeOf(files);

  const all = areas.flatMap((area) => Object.keys(area));

  assert.deepEqual(all.filter((text, at) => all.indexOf(text) !== at), []);
  assert.equal(all.length, Object.keys(german).length);
  assert.deepEqual(all.filter((text) => !code.includes(`'${text.replaceAll("'", "\\'")}'`)), []);
});

test('a text of artifacts is said only by code that loads these texts', () => {
  const elsewhere = codeOf(files.filter((path) => !/^(view[\\/])?artifacts[\\/]/.test(path)));

  const said = [...elsewhere.matchAll(/\b(?:(?:t|rich)\(|plural\('[^'\n]*', )'((?:[^'\\\n]|\\')*)'/g)].map((found) => found[1]!.replaceAll("\\'", "'"));

  assert.ok(said.length > 500);
  assert.deepEqual(said.filter((text) => text in artifacts), []);
});

test('a text says its values as they are, and English without a catalogue is what the code says', () => {
  assert.equal(t('Remove {name}', { name: '{n} <b>$&</b>' }), 'Remove {n} <b>$&</b>');
  assert.equal(t('past|read {what}', { what: 'a wiki page' }), 'read a wiki page');
  assert.equal(plural('{n} row', '{n} rows', 1), '1 row');
  assert.equal(plural('{n} row', '{n} rows', 0), '0 rows');
  assert.equal(plural('{n} row', '{n} rows', 1234, { n: '1,234' }), '1,234 rows');
  assert.deepEqual(rich('asked by {name}', { name: 7 }), ['asked by ', 7, '']);
});

test('German counts as German does, and puts values where German has them', () => {
  spoken.value = { language: 'de', texts: german };

  assert.equal(plural('{n} row', '{n} rows', 1), '1 Zeile');
  assert.equal(plural('{n} row', '{n} rows', 0), '0 Zeilen');
  assert.equal(t('Remove {name}', { name: 'Bob' }), 'Bob entfernen');
  assert.equal(stepWords({ tool: 'query_data', status: 'succeeded' }, 'company', ['public.sales_deals']), 'sales deals in company nachgeschlagen');
  assert.equal(stepWords({ tool: 'change_data', status: 'waiting' }, 'company: sales.deals'), 'möchte deals in company ändern: wartet auf Bestätigung');
  assert.equal(rowWords("rows where (employee = 'bob') or (region = 'EMEA')", ['bob']), 'nur Zeilen mit eigenem Namen als employee oder region gleich EMEA');
});

test('the texts of artifacts are there with the code that shows them, in a language that is chosen later, too', async () => {
  await chooseTexts('de');
  assert.deepEqual([t('Try again'), t('Undo')], ['Erneut versuchen', 'Undo']);

  assert.equal(await withArtifactTexts(Promise.resolve('code')), 'code');
  assert.deepEqual([t('Try again'), t('Undo')], ['Erneut versuchen', 'Rückgängig']);

  await chooseTexts('en');
  assert.equal(t('Undo'), 'Undo');
  await chooseTexts('de');
  assert.equal(t('Undo'), 'Rückgängig');
});

test('what is missing or misnamed in a catalogue does not compile', () => {
  // @ts-expect-error The German text has no such placeholder.
  const misnamed = texts({ 'Remove {name}': '{nama} entfernen' });
  // @ts-expect-error One form of the German text lacks a placeholder.
  const lacking = texts({ '{names} are typing': { one: 'schreibt', other: '{names} schreiben' } });
  // @ts-expect-error A further language has all texts of German.
  const unfinished: Complete<typeof german> = { 'Try again': 'Réessayer' };
  // @ts-expect-error No catalogue has this text.
  const unknown = (): string => t('A text of nobody');
  // @ts-expect-error Its placeholder has another name.
  const unfilled = (): string => t('Remove {name}', { nama: 'Bob' });

  assert.ok([misnamed, lacking, unfinished, unknown, unfilled].every(Boolean));
});
