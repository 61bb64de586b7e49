import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { problems } from '../src/words/de/problems';
import { matched } from '../src/words/matched';

/** Sentences for the author of another client: this app never sends what they are about. */
const forPrograms = [
  'callId has', 'baseSeq is', 'There is no such kind', 'This kind of artifact has', 'format is', 'This artifact has no such event', 'A place names',
  'from and to are', 'subject is', 'decision is', 'The body', 'Sign in, or send', 'limit must', 'q may', 'q has', 'The sender did',
  'This could not be taken down', 'This is not an event id', 'automation is', 'zone is', 'from is', 'Each mention says', 'clientId has', 'timeZone is',
  'This event id', 'Ask for', 'Say which version', "A room's thread has", "A room's space is", 'readers and writers', '7 must be', '7 may have',
  'Closing a chain needs', 'A confirmation needs', 'Sharing needs', 'This needs your signed-in browser session; a token cannot give',
];

const server = (folder: string): string[] =>
  readdirSync(join(process.cwd(), '..', folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.cs'))
    .map((path) => readFileSync(join(process.cwd(), '..', folder, path), 'utf8'));

/** Reads the C# string literal that begins here. Its values are replaced by `hole`. */
function literal(code: string, start: number, hole: string): string | null {
  const isFilled = code[start] === '$';
  let at = start + (isFilled ? 1 : 0);
  if (code[at++] !== '"') return null;
  let text = '';
  for (let depth = 0, inner = false; at < code.length; at++) {
    const letter = code[at]!;
    if (depth) {
      if (letter === '"') inner = !inner;
      else if (!inner) depth += letter === '{' ? 1 : letter === '}' ? -1 : 0;
    } else if (letter === '"') return text;
    else if (letter === '\\') text += code[++at];
    else if (isFilled && letter === '{') [depth, text] = [1, text + hole];
    else text += letter;
  }
  return null;
}

const begins = /Problem\.(?:(?:BadRequest|Forbidden|Conflict|Un(?:available|authorized))\(\s*(?:"[\w-]+"|\w+),\s*|TooMany\(\s*)(?=\$?")/g;

test('the German catalogue has each sentence of a problem that a person can meet', () => {
  const said = server('functions').flatMap((code) => [...code.matchAll(begins)].map((found) => literal(code, found.index + found[0].length, '7')!));

  const missing = said.filter((sentence) => matched(problems, sentence) === sentence && !forPrograms.some((start) => sentence.startsWith(start)));

  assert.ok(said.length > 100);
  assert.deepEqual([...new Set(missing)], []);
  assert.deepEqual(forPrograms.filter((start) => !said.some((sentence) => sentence.startsWith(start))), []);
});

test('the server says each sentence of the catalogue', () => {
  const code = ['functions', 'orchestrations', 'shared'].flatMap(server).join('\n');
  const said = [...code.matchAll(/\$?"(?=[A-Z{])/g)].map((found) => literal(code, found.index, '\0') ?? '');
  const whole = new Set(said.filter((text) => text.replaceAll('\0', '').length > 12));
  const patterns = [...whole]
    .filter((text) => text.includes('\0'))
    .map((text) => new RegExp(`^${text.split('\0').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('.+')}$`, 's'));

  assert.deepEqual(Object.keys(problems).filter((text) => !whole.has(text) && !patterns.some((one) => one.test(text))), []);
});

test('a sentence keeps its values, and an unknown one stays English', () => {
  assert.equal(matched(problems, 'This was decided already.'), 'Das ist schon entschieden.');
  assert.equal(matched(problems, 'A title has at most 120 characters.'), 'Ein Titel hat höchstens 120 Zeichen.');
  assert.equal(matched(problems, 'At what time? Such as “every Friday at 9:00”.'), 'Um wie viel Uhr? Etwa „every Friday at 9:00“.');
  assert.equal(
    matched(problems, 'You have 10000 files that take 900 MB. Each person can have 10000 files and 1000 MB here. '
      + 'Delete messages whose files you no longer need, then attach this one again.'),
    'Es gibt 10000 eigene Dateien mit 900 MB. Möglich sind hier je Person 10000 Dateien und 1000 MB. '
      + 'Bitte Nachrichten löschen, deren Dateien nicht mehr gebraucht werden, und diese dann erneut anhängen.',
  );
  assert.equal(matched(problems, 'Nobody here has the subject id \'{id} $& <b>\'.'), 'Niemand hat hier die Kennung „{id} $& <b>“.');
  assert.equal(matched(problems, 'toString'), 'toString');
});
