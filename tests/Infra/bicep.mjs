// Parses Bicep files and prints what they declare and name, as JSON. The grammar does not know `extension` yet, so that line is blanked.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Language, Parser } from 'web-tree-sitter';

await Parser.init();
const parser = new Parser();
parser.setLanguage(await Language.load(fileURLToPath(import.meta.resolve('tree-sitter-bicep/tree-sitter-bicep.wasm'))));

const text = node => node.text.replace(/^'|'$/g, '');
const walk = (node, visit) => { visit(node); node.namedChildren.forEach(child => walk(child, visit)); };
const properties = node => node.namedChildren.filter(child => child.type === 'object_property');
const body = node => node.namedChildren.findLast(child => child.type === 'object') ?? node.namedChildren.flatMap(child => child.namedChildren).findLast(child => child.type === 'object');
const decorated = node => node.previousNamedSibling?.type === 'decorators' ? node.previousNamedSibling.text : '';

function describe(file) {
  const tree = parser.parse(readFileSync(file, 'utf8').replace(/^extension \w+$/m, line => ' '.repeat(line.length)));
  const found = { file, errors: [], parameters: [], outputs: [], variables: [], resources: [], modules: [], moduleOutputs: [], unknown: [], loads: [], settings: {} };
  const declared = new Set();
  const used = [];
  walk(tree.rootNode, node => {
    if (node.type === 'ERROR' || node.isMissing) found.errors.push(`${node.startPosition.row + 1}: ${node.text.slice(0, 60)}`);
    const name = node.namedChildren[0]?.text;
    switch (node.type) {
      case 'parameter_declaration':
        declared.add(name);
        found.parameters.push({ name, hasDefault: node.namedChildCount > 2, secure: decorated(node).includes('secure()') });
        break;
      case 'variable_declaration':
        declared.add(name);
        found.variables.push(name);
        break;
      case 'output_declaration':
        found.outputs.push(name);
        break;
      case 'resource_declaration':
        declared.add(name);
        found.resources.push({ name, type: text(node.namedChildren[1]) });
        break;
      case 'module_declaration': {
        declared.add(name);
        const given = properties(body(node)).find(property => property.namedChildren[0].text === 'params')?.namedChildren[1];
        found.modules.push({ name, path: text(node.namedChildren[1]), parameters: given ? properties(given).map(property => property.namedChildren[0].text) : [] });
        break;
      }
      case 'for_statement': {
        const loop = node.namedChildren[0];
        (loop.type === 'for_loop_parameters' ? loop.namedChildren : [loop]).forEach(variable => declared.add(variable.text));
        break;
      }
      case 'lambda_expression': {
        const given = node.namedChildren[0];
        (given.type === 'identifier' ? [given] : given.namedChildren).forEach(variable => declared.add(variable.text));
        break;
      }
      case 'member_expression': {
        const of = /^(\w+)!?\.outputs\.(\w+)$/.exec(node.text);
        if (of) found.moduleOutputs.push({ module: of[1], output: of[2] });
        break;
      }
      case 'call_expression': {
        const load = /^load(?:Json|Text)Content\('([^']+)'\)$/.exec(node.text);
        if (load) found.loads.push(load[1]);
        break;
      }
      case 'object_property':
        found.settings[text(node.namedChildren[0])] = node.namedChildren[1]?.text ?? '';
        break;
      case 'identifier': {
        const parent = node.parent;
        const isKey = parent.type === 'object_property' && parent.namedChildren[0].equals(node);
        const isCalled = parent.type === 'call_expression' && parent.namedChildren[0].equals(node);
        if (!isKey && !isCalled && !parent.type.endsWith('_declaration')) used.push(node.text);
        if (parent.type === 'output_declaration' && !parent.namedChildren[0].equals(node)) used.push(node.text);
        break;
      }
    }
  });
  found.unknown = [...new Set(used)].filter(name => !declared.has(name));
  found.unused = [...found.parameters.map(parameter => parameter.name), ...found.variables]
    .filter(name => tree.rootNode.text.match(new RegExp(`\\b${name}\\b`, 'g')).length < 2);
  return found;
}

console.log(JSON.stringify(process.argv.slice(2).map(describe)));
