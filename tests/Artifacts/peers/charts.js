import { readFileSync } from 'node:fs';
import { compile } from 'vega-lite';

// Reads a list of specifications and prints every warning and failure of their compilation.
const problems = [];
for (const spec of JSON.parse(readFileSync(process.argv[2], 'utf8'))) {
  const logger = {
    level() { return this; },
    error(...words) { problems.push(words.join(' ')); return this; },
    warn(...words) { problems.push(words.join(' ')); return this; },
    info() { return this; },
    debug() { return this; },
  };
  try {
    compile({ $schema: 'https://vega.github.io/schema/vega-lite/v6.json', data: { name: 'rows' }, ...spec }, { logger });
  } catch (failure) {
    problems.push(`${failure}`);
  }
}
console.log(JSON.stringify(problems));
