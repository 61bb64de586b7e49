// Writes the schemas of functions/openapi.json as TypeScript. contract.ts compares the types of src/api and src/artifacts with them.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';

const document = JSON.parse(readFileSync(new URL('../../functions/openapi.json', import.meta.url), 'utf8'));

const primitives = { unknown: 'unknown', string: 'string', integer: 'number', number: 'number', boolean: 'boolean', null: 'null' };

function typeOf(schema) {
  if (schema.$ref) return typeOf(schema.$ref.split('/').slice(1).reduce((found, name) => found[name], document));
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(' | ');
  return [schema.type ?? 'unknown'].flat().map((type) => primitives[type] ?? compound(type, schema)).join(' | ');
}

const compound = (type, schema) => (type === 'array' ? `Array<${typeOf(schema.items ?? {})}>` : members(schema));

function members({ properties, required = [], additionalProperties }) {
  if (!properties) return `Record<string, ${typeOf(additionalProperties || {})}>`;
  const all = Object.entries(properties).map(([name, schema]) => `${JSON.stringify(name)}${required.includes(name) ? '' : '?'}: ${typeOf(schema)}`);
  return `{ ${all.join('; ')} }`;
}

const folder = new URL('../node_modules/.contract/', import.meta.url);
const lines = Object.entries(document.components.schemas).map(([name, schema]) => `  ${name}: ${typeOf(schema)};\n`);
mkdirSync(folder, { recursive: true });
writeFileSync(new URL('schemas.ts', folder), `export interface Schemas {\n${lines.join('')}}\n`);
