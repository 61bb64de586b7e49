// Writes the schemas of functions/openapi.json as TypeScript, into node_modules. The types of src/api derive from `Sent`.
// contract.ts compares the types that say more than a schema with `Schemas`, which tells a null from an absent member.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';

const document = JSON.parse(readFileSync(new URL('../../functions/openapi.json', import.meta.url), 'utf8'));

const primitives = { unknown: 'unknown', string: 'string', integer: 'number', number: 'number', boolean: 'boolean', null: 'null' };

/** The server omits a member that is null, so `sent` has no null. */
function typeOf(schema, sent) {
  if (schema.$ref) return typeOf(schema.$ref.split('/').slice(1).reduce((found, name) => found[name], document), sent);
  if (schema.enum) return schema.enum.filter((value) => !sent || value !== null).map((value) => JSON.stringify(value)).join(' | ');
  return [schema.type ?? 'unknown'].flat().filter((type) => !sent || type !== 'null')
    .map((type) => primitives[type] ?? compound(type, schema, sent)).join(' | ');
}

const compound = (type, schema, sent) => (type === 'array' ? `Array<${typeOf(schema.items ?? {}, sent)}>` : members(schema, sent));

function members({ properties, required = [], additionalProperties }, sent) {
  if (!properties) return `Record<string, ${typeOf(additionalProperties || {}, sent)}>`;
  const all = Object.entries(properties)
    .map(([name, schema]) => `${JSON.stringify(name)}${required.includes(name) ? '' : '?'}: ${typeOf(schema, sent)}`);
  return `{ ${all.join('; ')} }`;
}

const all = (name, sent) =>
  `export interface ${name} {\n${Object.entries(document.components.schemas).map(([key, schema]) => `  ${key}: ${typeOf(schema, sent)};\n`).join('')}}\n`;

const folder = new URL('../node_modules/.contract/', import.meta.url);
mkdirSync(folder, { recursive: true });
writeFileSync(new URL('schemas.ts', folder), `${all('Schemas', false)}\n${all('Sent', true)}`);
