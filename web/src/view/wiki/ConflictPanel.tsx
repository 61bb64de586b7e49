import { useEffect, useRef } from 'preact/hooks';
import type { EditConflict, WikiPageBody } from '../../api/wiki';
import { diffOf, merge } from '../../text/diff';
import { Icon } from '../Icon';
import { DiffView } from './DiffView';

interface Props {
  conflict: EditConflict;
  mine: string;
  /** Goes on editing on top of the version that is there now, with this text. */
  onTake: (base: WikiPageBody, text: string) => void;
}

/** Somebody wrote in between: what they changed, and the ways to go on without losing either text. */
export function ConflictPanel({ conflict, mine, onTake }: Props) {
  const panel = useRef<HTMLElement>(null);
  useEffect(() => panel.current?.focus(), [conflict]);
  const { current, base } = conflict;
  const name = current.author.name;
  const merged = base ? merge(base.text, mine, current.text, { mine: 'yours', theirs: name }) : null;
  return (
    <section ref={panel} class="conflict" role="alertdialog" aria-label="Edited by somebody else" tabIndex={-1}>
      <h2><Icon name="warn" />{name} wrote version {current.version} while you were writing</h2>
      <p>Nothing was overwritten. This is what {name} changed:</p>
      <DiffView lines={diffOf(base?.text ?? '', current.text)} name={`What ${name} changed`} />
      <div class="conflict-acts">
        {merged && (
          <button type="button" class="button small primary" onClick={() => onTake(current, merged.text)}>
            {merged.conflicts === 0 ? 'Put both together' : `Put both together, ${merged.conflicts} ${merged.conflicts === 1 ? 'place' : 'places'} to settle`}
          </button>
        )}
        <button type="button" class="button small" onClick={() => onTake(current, mine)}>Keep my text instead</button>
        <button type="button" class="button small" onClick={() => onTake(current, current.text)}>Take {name}’s text</button>
      </div>
      <p class="hint">You go on editing; nothing is saved until you press Save.</p>
    </section>
  );
}
