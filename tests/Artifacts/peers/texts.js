import { ChangeSet, Text } from '@codemirror/state';

// Prints texts with the changes that a client would send and the texts that they make, from one seed.
let seed = Number(process.argv[2]);
const random = (below) => (seed = (Math.imul(seed, 1103515245) + 12345) >>> 0) % below;
const pieces = ['a', 'word ', '\n', '\n\n', '🙂', 'é', '字', '\t', 'two\nlines', ''];
const written = () => Array.from({ length: random(4) }, () => pieces[random(pieces.length)]).join('');
const vectors = [];
let doc = Text.of(['']);
for (let i = 0; i < Number(process.argv[3]); i++) {
  // A client keeps whole characters together.
  const places = [0];
  for (const character of doc.toString()) places.push(places[places.length - 1] + character.length);
  const cuts = Array.from({ length: 2 * (1 + random(3)) }, () => places[random(places.length)]).sort((a, b) => a - b);
  const changes = [];
  for (let at = 0; at < cuts.length; at += 2) changes.push({ from: cuts[at], to: cuts[at + 1], insert: written() });
  const set = ChangeSet.of(changes, doc.length);
  const after = set.apply(doc);
  vectors.push({ before: doc.toString(), changes: set.toJSON(), after: after.toString() });
  doc = after.length > 400 ? Text.of(['']) : after;
}
console.log(JSON.stringify(vectors));
