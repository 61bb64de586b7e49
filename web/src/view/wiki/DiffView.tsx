import type { DiffLine } from '../../api/wiki';

const around = 3;

type Shown = DiffLine | { kind: 'skipped'; count: number };

/** Long stretches that stayed as they were are left out. */
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
const words = { added: 'added: ', removed: 'removed: ', same: '' };

export function DiffView({ lines, name }: { lines: DiffLine[]; name: string }) {
  if (lines.every((line) => line.kind === 'same')) return <p class="hint">Nothing differs.</p>;
  return (
    <div class="diff" tabIndex={0} role="group" aria-label={name}>
      {shorten(lines).map((line, index) =>
        line.kind === 'skipped' ? <p key={index} class="diff-skipped">{line.count} {line.count === 1 ? 'line' : 'lines'} unchanged</p> : (
          <p key={index} class={`diff-line ${line.kind}`}>
            <span class="diff-sign" aria-hidden="true">{signs[line.kind]}</span><span class="unseen">{words[line.kind]}</span><span>{line.text || ' '}</span>
          </p>
        ))}
    </div>
  );
}
