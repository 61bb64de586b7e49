import { caretsIn, type Caret } from '../../artifacts/carets';
import type { LiveArtifact } from '../../artifacts/live';
import { useHue } from '../Avatar';

/** An invisible copy of the text under the field. It positions the carets and selections of others. */
export function Carets({ live, block, text }: { live: LiveArtifact; block: string; text: string }) {
  const carets = caretsIn(live, block).map((one) => ({ ...one, anchor: Math.min(one.anchor, text.length), head: Math.min(one.head, text.length) }));
  if (!carets.length) return null;
  const cuts = [...new Set([0, ...carets.flatMap((one) => [one.anchor, one.head]), text.length])].sort((a, b) => a - b);
  return (
    <div class="text-mirror" aria-hidden="true">
      {cuts.map((from, at) => {
        const to = cuts[at + 1] ?? from;
        const chosen = carets.find((one) => Math.min(one.anchor, one.head) <= from && to <= Math.max(one.anchor, one.head) && to > from);
        return (
          <>
            {carets
              .filter((one) => one.head === from)
              .map((one) => (
                <CaretMark key={one.person.subject} caret={one} />
              ))}
            {chosen ? <Chosen key={from} caret={chosen} text={text.slice(from, to)} /> : text.slice(from, to)}
          </>
        );
      })}
      {'\u200b'}
    </div>
  );
}

function CaretMark({ caret }: { caret: Caret }) {
  const hue = useHue(caret.person.subject);
  return <i class="caret" style={{ '--hue': String(hue) }}><b>{caret.person.name}</b></i>;
}

function Chosen({ caret, text }: { caret: Caret; text: string }) {
  const hue = useHue(caret.person.subject);
  return <span class="chosen-text" style={{ '--hue': String(hue) }}>{text}</span>;
}
