// Prints the figures of the code base as Markdown: node tests/Figures/figures.mjs
// C# references are found by type name, not by the compiler: a name that two files declare is left out, and extension methods are not seen.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const longest = 160;
/** Consecutive equal lines that count as a repeated passage. */
const passage = 6;

const areas = [
  ['shared', /^shared\/.*\.cs$/],
  ['orchestrations', /^orchestrations\/.*\.cs$/],
  ['functions', /^functions\/.*\.cs$/],
  ['pdf', /^pdf\/.*\.cs$/],
  ['local', /^local\/.*\.cs$/],
  ['tests', /^tests\/.*\.cs$/],
  ['web', /^web\/src\/.*\.tsx?$/],
  ['web, texts', /^web\/src\/words\/.*\.ts$/],
  ['web, styles', /^web\/src\/.*\.css$/],
  ['web, tests', /^web\/test\/.*\.ts$/],
  ['infra', /^infra\/.*\.bicep$/],
];
const walks = [
  ['message → second viewer', 'One message, from POST to a second screen', { files: 20, crossings: 6 }],
  ['webhook → delivery', 'One event, from the webhook to its delivery', { files: 25 }],
];

const read = (path) => readFileSync(join(root, path), 'utf8').replace(/^\uFEFF/, '');
const tracked = execFileSync('git', ['ls-files'], { cwd: root, encoding: 'utf8', maxBuffer: 1 << 26 }).split('\n');
const isCounted = (path) => areas.some(([, of]) => of.test(path)) && existsSync(join(root, path));
const texts = new Map(tracked.filter(isCounted).map((path) => [path, read(path)]));
const linesOf = (path) => texts.get(path).replace(/\n$/, '').split('\n');
const rank = (sorted, share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
const percent = (part, whole) => `${((100 * part) / whole).toFixed(1)} %`;
const print = (...cells) => console.log(`| ${cells.join(' | ')} |`);
const table = (...heads) => {
  print(...heads);
  print(...heads.map(() => '---'));
};

/** The paths of an area; a path belongs to the last area that matches it. */
const inArea = (name) => [...texts.keys()].filter((path) => areas.findLast(([, of]) => of.test(path))[0] === name);

function sizes() {
  console.log('\n## Size\n');
  table('area', 'files', 'lines', 'median', 'p90', 'longest file', `lines over ${longest}`, 'documentation', 'other comments');
  for (const [name] of areas) {
    const paths = inArea(name);
    const counts = paths.map((path) => linesOf(path).length).sort((a, b) => a - b);
    const lines = paths.flatMap(linesOf);
    const docs = lines.filter((line) => /^\s*(\/\/\/|\/\*\*|\*)/.test(line)).length;
    const comments = lines.filter((line) => /^\s*(\/\/(?!\/)|\/\*(?!\*))/.test(line)).length;
    const share = (part) => percent(part, lines.length);
    const wide = lines.filter((line) => line.length > longest).length;
    print(name, paths.length, lines.length, rank(counts, 0.5), rank(counts, 0.9), counts.at(-1), wide, share(docs), share(comments));
  }
}

/** C# without comments and the insides of plain string literals. */
const code = (text) => text.replace(/\benum \w+[^{]*\{[^}]*\}/g, '').replace(/\/\/.*$/gm, '').replace(/"(?:\\.|[^"\\\n])*"/g, '""');

const declared = /^(public|internal|file)? ?(?:(?:sealed|static|abstract|partial|readonly) )*(?:(?:class|record|struct|interface|enum) )+([A-Z]\w*)/gm;

function typesOf(paths) {
  const found = new Map();
  for (const path of paths) {
    for (const [, access, name] of texts.get(path).matchAll(declared)) {
      const other = found.get(name);
      found.set(name, other && other.path !== path ? { path: null, access } : { path, access });
    }
  }
  return found;
}

function surface() {
  console.log('\n## Public surface\n');
  table('project', 'public types', 'internal types', 'public types that no other project names');
  for (const name of ['shared', 'orchestrations', 'functions']) {
    const types = [...typesOf(inArea(name))];
    const open = types.filter(([, type]) => type.access === 'public');
    const outside = new Set(['shared', 'orchestrations', 'functions', 'local', 'tests'].filter((other) => other !== name)
      .flatMap(inArea).flatMap((path) => code(texts.get(path)).match(/\b[A-Z]\w*/g) ?? []));
    const unused = open.filter(([type]) => !outside.has(type) && !outside.has(type.replace(/Attribute$/, '')));
    print(name, open.length, types.length - open.length, name === 'shared' ? unused.length : '–');
  }
}

const keywords = new Set(`abstract and as async await case const else event in internal is new not or out override params private protected public readonly ref
  required return sealed static struct switch this throw virtual where`.split(/\s+/));

/** The references between files, as path → paths: the types of the file's own namespaces and of those that it uses. Not `x.Name` or `Name:`. */
function csharp(paths) {
  const types = typesOf(paths);
  const spaces = new Map(paths.map((path) => [path, /^namespace ([\w.]+);/m.exec(texts.get(path))?.[1] ?? '']));
  return new Map(paths.map((path) => {
    const used = [spaces.get(path), ...[...texts.get(path).matchAll(/^using ([\w.]+);/gm)].map(([, space]) => space)];
    const isSeen = (to) => to && to !== path && (used.includes(spaces.get(to)) || used[0].startsWith(`${spaces.get(to)}.`));
    // Left: a name after a keyword, an operator or a bracket. Not left: x.Name, the Name of "Type Name", Name: and Name = in initializers, and calls.
    const body = code(texts.get(path)).replace(/^using .*$/gm, '').replace(/\b[a-z]+\b(?= +[A-Z])/g, (word) => (keywords.has(word) ? '@' : word));
    const names = [...body.matchAll(/(new |@ |[:,] |\[)?(?<![.\w]|[\w>?\]] )([A-Z]\w*)(?!\w| *[:=](?![:=]))(\()?/g)];
    const seen = names.filter(([, before, , call]) => before || !call).map(([, , name]) => types.get(name)?.path).filter(isSeen);
    return [path, new Set(seen)];
  }));
}

function script(paths) {
  const known = new Set(paths);
  return new Map(paths.map((path) => {
    const from = [...texts.get(path).matchAll(/(?:from|import\() ?'(\.[^']+)'/g)].map(([, to]) => normalize(join(dirname(path), to)));
    return [path, new Set(from.flatMap((to) => [`${to}.ts`, `${to}.tsx`, `${to}/index.ts`]).filter((to) => known.has(to)))];
  }));
}

const folded = (graph, folder) => {
  const result = new Map();
  for (const [from, all] of graph) {
    const of = result.get(folder(from)) ?? result.set(folder(from), new Set()).get(folder(from));
    for (const to of all) if (folder(to) !== folder(from)) of.add(folder(to));
  }
  return result;
};

/** The strongly connected components with more than one node (Tarjan). */
function cycles(graph) {
  const [index, low, stack, found] = [new Map(), new Map(), [], []];
  const visit = (node) => {
    index.set(node, index.size);
    low.set(node, index.get(node));
    stack.push(node);
    for (const next of graph.get(node) ?? []) {
      if (!index.has(next)) visit(next);
      if (stack.includes(next)) low.set(node, Math.min(low.get(node), low.get(next)));
    }
    if (low.get(node) !== index.get(node)) return;
    const component = stack.splice(stack.indexOf(node));
    if (component.length > 1) found.push(component.sort());
  };
  for (const node of graph.keys()) if (!index.has(node)) visit(node);
  return found.sort((a, b) => b.length - a.length);
}

function circles() {
  console.log('\n## Cycles\n');
  table('graph', 'cycles', 'sizes', 'largest');
  const folder = (path) => path.split('/')[1];
  const part = (path) => path.split('/')[2].replace(/\.tsx?$/, '');
  const [shared, orchestrations, functions] = ['shared', 'orchestrations', 'functions'].map((name) => csharp(inArea(name)));
  const web = script([...inArea('web'), ...inArea('web, texts')]);
  for (const [name, graph] of [
    ['shared, folders', folded(shared, folder)], ['shared, files', shared],
    ['orchestrations, folders', folded(orchestrations, (path) => (path.split('/').length > 2 ? folder(path) : ''))],
    ['orchestrations, files', orchestrations],
    ['functions, folders', folded(functions, folder)], ['functions, files', functions], ['web, folders', folded(web, part)], ['web, files', web],
  ]) {
    const found = cycles(graph);
    print(name, found.length, found.map((one) => one.length).join(' '), found[0]?.slice(0, 5).map((path) => path.split('/').at(-1)).join(' ') ?? '');
  }
}

/** The files that a section of docs/architecture.md links, in order. A missing file is an error. */
function lengths() {
  console.log('\n## Walks\n');
  table('walk', 'files', 'at most', 'crossings between projects', 'at most');
  const page = read('docs/architecture.md').split(/^## /m);
  for (const [name, head, most] of walks) {
    const section = page.find((one) => one.startsWith(head));
    if (!section) throw new Error(`docs/architecture.md has no section “${head}”.`);
    const stops = [...section.matchAll(/\]\(\.\.\/([^)]+\.(?:cs|tsx?))\)/g)].map(([, path]) => path);
    const missing = stops.find((path) => !existsSync(join(root, path)));
    if (missing) throw new Error(`docs/architecture.md names ${missing}, which does not exist.`);
    const crossings = stops.filter((path, at) => at > 0 && path.split('/')[0] !== stops[at - 1].split('/')[0]).length;
    print(name, new Set(stops).size, most.files, crossings, most.crossings ?? '–');
  }
}

function repeated() {
  console.log('\n## Repeated passages\n');
  table('area', `passages of ${passage} lines or more`, 'the longest');
  for (const name of ['shared', 'orchestrations', 'functions', 'local', 'tests', 'web']) {
    const seen = new Map();
    const found = [];
    for (const path of inArea(name)) {
      const lines = linesOf(path).map((text, at) => ({ text: text.trim(), at: at + 1 }))
        .filter(({ text }) => !/^$|^(using|import|namespace) |^\W+$|^\/\//.test(text));
      for (let at = 0, open = null; at + passage <= lines.length; at++) {
        const key = lines.slice(at, at + passage).map(({ text }) => text).join('\n');
        const before = seen.get(key);
        if (!before) seen.set(key, `${path}:${lines[at].at}`);
        if (before && !open) found.push((open = { length: passage, places: `${before} and ${path}:${lines[at].at}` }));
        else if (before) open.length++;
        else open = null;
      }
    }
    found.sort((a, b) => b.length - a.length);
    print(name, found.length, found[0] ? `${found[0].length} lines, ${found[0].places}` : '');
  }
}

for (const part of [sizes, surface, circles, lengths, repeated]) part();
