import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { parseAst } from 'rolldown/parseAst';

interface Node {
  type: string;
  start: number;
  end: number;
  [part: string]: unknown;
}

const source = join(process.cwd(), 'src');

/** The catalogue itself. */
const untouched = /^words[\\/]/;

/** Attributes and properties whose text a reader sees or hears. */
const spoken = /^(aria-label|aria-description|title|placeholder|alt|label|of|empty|before|after|hint)$/;

const named = /^(name|label|title|words|kind)$/;

/** What is a name, a form for a machine or a sentence that the server reads, and no text of this app. */
const allowed = new Set([
  'Onbehalf', 'Deutsch', 'English', 'CSV', 'SQL', 'EUR', 'EMEA, AMER, APAC', 'JSON Lines', 'GitHub', 'Stripe', 'Standard Webhooks', 'Azure OpenAI',
  'Files attached.', 'There is no thread around this.', 'No rules for texts.',
  'query_data', 'employees.salary', 'company, wiki', 'select count(*) from deals where closed_on is null',
  'What data can you see for me?', 'Show me what changed in …', 'Read the page …',
  'every hour', 'every 15 minutes', 'every Monday at 8:00', 'every Monday at 8:00, or tomorrow at noon',
]);

const address = /^\S*\/\S*$/;
const letters = /\p{L}{2}/u;
const sentence = /^\p{Lu}\p{Ll}+[\p{L}’]* .*\p{L}|\p{L}[.?!…]$/u;
const isNode = (one: unknown): one is Node => typeof one === 'object' && one !== null && typeof (one as Node).type === 'string';
const partsOf = (node: Node): Node[] => Object.values(node).flatMap((part) => (Array.isArray(part) ? part : [part])).filter(isNode);
const nameOf = (node: unknown): string => (isNode(node) ? String(node['name'] ?? node['value'] ?? '') : '');

function textOf(node: Node): string | null {
  if (node.type === 'Literal') return typeof node['value'] === 'string' ? node['value'] : null;
  if (node.type !== 'TemplateLiteral') return null;
  return (node['quasis'] as Array<{ value: { cooked: string } }>).map((part) => part.value.cooked).join('…');
}

/** The literals that an expression may come out as. */
function outcomes(node: Node): Node[] {
  if (node.type === 'ConditionalExpression') return [node['consequent'], node['alternate']].filter(isNode).flatMap(outcomes);
  if (node.type === 'LogicalExpression') return [node['left'], node['right']].filter(isNode).flatMap(outcomes);
  if (node.type === 'JSXExpressionContainer' || node.type === 'ParenthesizedExpression') return isNode(node['expression']) ? outcomes(node['expression']) : [];
  return [node];
}

const code = new Set(['code', 'pre', 'kbd']);

/** Texts of one file that do not come from the catalogue. */
function englishIn(path: string): string[] {
  const text = readFileSync(join(source, path), 'utf8');
  const found = new Set<string>();
  const report = (said: string | null): void => {
    const trimmed = said?.trim() ?? '';
    if (letters.test(trimmed) && !address.test(trimmed) && !allowed.has(trimmed)) found.add(`${path}: ${trimmed}`);
  };
  const shown = (node: Node): void =>
    outcomes(node).forEach((one) => report(one.type === 'TemplateLiteral' && !letters.test(textOf(one)!) ? null : textOf(one)));
  const walk = (node: Node): void => {
    if (node.type === 'ImportDeclaration' || node.type.startsWith('TS') && !/^TS(As|NonNull|Satisfies)/.test(node.type)) return;
    if (node.type === 'CallExpression' && /^(t|rich|plural)$/.test(nameOf(node['callee'])))
      return (node['arguments'] as Node[]).slice(nameOf(node['callee']) === 'plural' ? 2 : 1).forEach(walk);
    if (node.type === 'JSXElement') {
      const tag = nameOf((node['openingElement'] as Node)['name']);
      for (const child of node['children'] as Node[]) {
        if (code.has(tag)) continue;
        if (child.type === 'JSXText') report(String(child['value']));
        else if (child.type === 'JSXExpressionContainer') shown(child);
      }
    }
    if (node.type === 'JSXFragment') for (const child of node['children'] as Node[]) if (child.type === 'JSXText') report(String(child['value']));
    if (node.type === 'JSXAttribute' && isNode(node['value']) && spoken.test(nameOf(node['name']))) shown(node['value']);
    if (node.type === 'JSXAttribute' && nameOf(node['name']) === 'class') return;
    if (node.type === 'AssignmentPattern' && /^\p{Lu}\p{Ll}/u.test(textOf(node['right'] as Node) ?? '')) report(textOf(node['right'] as Node));
    if (node.type === 'Property') {
      const value = node['value'] as Node;
      if (named.test(nameOf(node['key'])) && /^\p{Lu}\p{Ll}/u.test(textOf(value) ?? '') && !typed.has(value.start)) report(textOf(value));
      return walk(value);
    }
    const said = textOf(node);
    if (said !== null && sentence.test(said.trim()) && !typed.has(node.start)) report(said);
    partsOf(node).forEach(walk);
  };
  const typed = new Set<number>();
  const program = parseAst(text, { lang: path.endsWith('x') ? 'tsx' : 'ts' }) as unknown as Node;
  declaredTexts(program, typed);
  walk(program);
  return [...found];
}

/** Constants of the catalogue's own type are checked by the compiler: their literals are its keys. */
function declaredTexts(node: Node, typed: Set<number>): void {
  const annotation = isNode(node['id']) && isNode((node['id'] as Node)['typeAnnotation']) ? JSON.stringify((node['id'] as Node)['typeAnnotation']) : '';
  const satisfied = node.type === 'TSSatisfiesExpression' ? JSON.stringify(node['typeAnnotation']) : '';
  if (/"name":"(Text|TextWith|Mark|Words|Group|Template)"/.test(annotation + satisfied)) mark(node);
  partsOf(node).forEach((part) => declaredTexts(part, typed));
  function mark(one: Node): void {
    if (textOf(one) !== null) typed.add(one.start);
    partsOf(one).forEach(mark);
  }
}

test('every text that a reader sees comes from the catalogue', () => {
  const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter((path) => /\.tsx?$/.test(path) && !untouched.test(path));

  assert.ok(files.length > 100);
  assert.deepEqual(files.flatMap(englishIn), []);
});
