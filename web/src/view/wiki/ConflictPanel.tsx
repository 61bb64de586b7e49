import { useEffect, useRef } from 'preact/hooks';
import type { EditConflict, WikiPageBody } from '../../api/wiki';
import { diffOf, merge } from '../../text/diff';
import { plural, t } from '../../words/say';
import { Icon } from '../Icon';
import { DiffView } from './DiffView';

interface Props {
  conflict: EditConflict;
  mine: string;
  /** Continues editing this text on top of the current version. */
  onTake: (base: WikiPageBody, text: string) => void;
}

/** An edit conflict: the other person's changes, and the ways to continue without losing either text. */
export function ConflictPanel({ conflict, mine, onTake }: Props) {
  const panel = useRef<HTMLElement>(null);
  useEffect(() => panel.current?.focus(), [conflict]);
  const { current, base } = conflict;
  const name = current.author.name;
  const merged = base ? merge(base.text, mine, current.text, { mine: t('yours'), theirs: name }) : null;
  return (
    <section ref={panel} class="conflict" role="alertdialog" aria-label={t('Edited by somebody else')} tabIndex={-1}>
      <h2><Icon name="warn" />{t('{name} wrote version {version} while you were writing', { name, version: current.version })}</h2>
      <p>{t('Nothing was overwritten. This is what {name} changed:', { name })}</p>
      <DiffView lines={diffOf(base?.text ?? '', current.text)} name={t('What {name} changed', { name })} />
      <div class="conflict-acts">
        {merged && (
          <button type="button" class="button small primary" onClick={() => onTake(current, merged.text)}>
            {merged.conflicts === 0
              ? t('Put both together')
              : plural('Put both together, {n} place to settle', 'Put both together, {n} places to settle', merged.conflicts)}
          </button>
        )}
        <button type="button" class="button small" onClick={() => onTake(current, mine)}>{t('Keep my text instead')}</button>
        <button type="button" class="button small" onClick={() => onTake(current, current.text)}>{t('Take {name}’s text', { name })}</button>
      </div>
      <p class="hint">{t('You go on editing; nothing is saved until you press Save.')}</p>
    </section>
  );
}
