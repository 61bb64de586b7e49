import type { DiffLine } from '../../api/wiki';
import { plural, t, type Text } from '../../words/say';

const around = 3;

type Shown = DiffLine | { kind: 'skipped'; count: number };

/** Omits long unchanged ranges. */
function shorten(lines: DiffLine[]): Shown[] {
  const near = lines.map((_, index) => lines.slice(Math.max(0, index - around), index + around + 1).some((line) => line.kind !== 'same'));
  const shown: Shown[] = [];
  lines.forEach((line, index) => {
    const last = shown.at(-1);
    if (near[index]) shown.push(line);
    else if (last?.kind === 'skipped') last.count++;
    else shown.push({ kind: 'skipped', count: 1 });
  });
  return shown;
}

const signs = { added: '+', removed: '−', same: ' ' };
const words: Record<DiffLine['kind'], Text | null> = { added: 'added', removed: 'removed', same: null };

const said = ({ kind }: DiffLine): string => (words[kind] ? `${t(words[kind])}: ` : '');

/** Pairs each removed line with its replacement. */
function pairs(lines: DiffLine[]): Array<[DiffLine | null, DiffLine | null]> {
  const rows: Array<[DiffLine | null, DiffLine | null]> = [];
  for (let at = 0; at < lines.length; ) {
    if (lines[at]!.kind === 'same') {
      rows.push([lines[at]!, lines[at]!]);
      at++;
      continue;
    }
    const end = lines.findIndex((line, index) => index > at && line.kind === 'same');
    const changed = lines.slice(at, end < 0 ? lines.length : end);
    const removed = changed.filter((line) => line.kind === 'removed');
    const added = changed.filter((line) => line.kind === 'added');
    for (let row = 0; row < Math.max(removed.length, added.length); row++) rows.push([removed[row] ?? null, added[row] ?? null]);
    at += changed.length;
  }
  return rows;
}

/** A side-by-side diff, stacked in a narrow window. */
export function SideBySide({ lines, name, before, after }: { lines: DiffLine[]; name: string; before: string; after: string }) {
  if (lines.every((line) => line.kind === 'same')) return <p class="hint">{t('Nothing differs.')}</p>;
  return (
    <div class="diff" tabIndex={0} role="group" aria-label={name}>
      <table class="sides">
        <thead><tr><th scope="col">{before}</th><th scope="col">{after}</th></tr></thead>
        <tbody>
          {pairs(lines).map(([left, right], index) => <tr key={index}><Side line={left} /><Side line={right} /></tr>)}
        </tbody>
      </table>
    </div>
  );
}

function Side({ line }: { line: DiffLine | null }) {
  if (!line) return <td class="no-line" />;
  return (
    <td class={`diff-line ${line.kind}`}>
      <span class="diff-sign" aria-hidden="true">
        {signs[line.kind]}
      </span>
      <span class="unseen">{said(line)}</span>
      <span>{line.text || ' '}</span>
    </td>
  );
}

export function DiffView({ lines, name }: { lines: DiffLine[]; name: string }) {
  if (lines.every((line) => line.kind === 'same')) return <p class="hint">{t('Nothing differs.')}</p>;
  return (
    <div class="diff" tabIndex={0} role="group" aria-label={name}>
      {shorten(lines).map((line, index) =>
        line.kind === 'skipped' ? <p key={index} class="diff-skipped">{plural('{n} line unchanged', '{n} lines unchanged', line.count)}</p> : (
          <p key={index} class={`diff-line ${line.kind}`}>
            <span class="diff-sign" aria-hidden="true">{signs[line.kind]}</span><span class="unseen">{said(line)}</span><span>{line.text || ' '}</span>
          </p>
        ))}
    </div>
  );
}
