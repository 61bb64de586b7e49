import { useEffect, useState } from 'preact/hooks';
import { ActCall } from '../../artifacts/actCall';
import type { ActPreview, ActResult } from '../../artifacts/api';
import type { LiveArtifact } from '../../artifacts/live';
import type { ArtifactBlock, Value } from '../../artifacts/shapes';
import { closeOverlay } from '../../state/overlay';
import { myself } from '../../state/session';
import { t, type Text } from '../../words/say';
import { Dialog } from '../Dialog';
import { Icon } from '../Icon';

interface Props {
  live: LiveArtifact;
  block: ArtifactBlock;
  item?: string;
  values?: Record<string, Value>;
  label: string;
  onDone?: () => void;
}

const outcomes: Record<ActResult['status'], Text> = {
  succeeded: 'The change was made.',
  refused: 'The change was refused. Nothing was changed.',
  failed: 'The change failed. Nothing was changed.',
  unknown: 'The source did not answer, so it is not known whether the change was made. Look there before you try again.',
};

/** A dialog for a change in a source with my access. */
export function ActDialog({ live, block, item, values, label, onDone }: Props) {
  const [call] = useState(() => new ActCall(live, myself()?.subject ?? '', { artifact: live.id, block: block.id, item, values }, onDone));
  useEffect(() => void call.load(), []);
  const [preview, result, problem] = [call.preview.value, call.result.value, call.problem.value];
  const [changed, isEarlier, isBegun, busy] = [call.changed.value, call.isEarlier.value, call.isBegun.value, call.busy.value];
  return (
    <Dialog title={label}>
      {changed && <p class="changed" role="alert"><Icon name="warn" />{t('The state has changed since you read it. Please read it again.')}</p>}
      {!preview && !problem && !result && <p class="hint" role="status">{t('Reading what it would change…')}</p>}
      {preview?.agreedToSend && !result && <p class="hint" role="status">{t('This is the change that will be made. Please read it.')}</p>}
      {preview && !result && <Card card={preview.card} />}
      {result && (
        <p class={result.status === 'succeeded' ? 'act-done' : 'field-problem'} role="status">
          {isEarlier && `${t('This is how the change ended that you confirmed before.')} `}
          {result.text ?? t(outcomes[result.status])}
          {result.auditId && (
            <>
              {' '}
              <a href={`/audit?row=${encodeURIComponent(result.auditId)}`}>{t('Audit record')}</a>
            </>
          )}
          {(result.status === 'unknown' || isEarlier) && (
            <>
              {' '}
              <button type="button" class="linklike" onClick={() => void call.restart()}>
                {isEarlier ? t('Start again') : t('I have looked: start again')}
              </button>
            </>
          )}
        </p>
      )}
      {problem && (
        <p class="field-problem" role="alert">
          {problem}{' '}
          <button type="button" class="linklike" disabled={busy} onClick={() => void call.load()}>
            {isBegun ? t('Look again') : t('Try again')}
          </button>
        </p>
      )}
      <div class="dialog-foot">
        {result ? <button type="button" class="button primary" data-first onClick={closeOverlay}>{t('Done')}</button> : (
          <>
            <button type="button" class="button" data-first onClick={closeOverlay}>{t('Cancel')}</button>
            <button type="button" class="button primary" disabled={busy || !preview} onClick={() => void call.confirm()}>
              {preview?.sends ? t('Send this as me') : t('Make this change as me')}
            </button>
          </>
        )}
      </div>
    </Dialog>
  );
}

function Card({ card }: { card: ActPreview['card'] }) {
  const replaces = card.fields.some((field) => field.oldValue);
  return (
    <>
      <h3 class="act-title">{card.title}</h3>
      <dl class="facts">
        <div><dt>{t('Target')}</dt><dd>{card.target}</dd></div>
        <div><dt>{t('Who will see it')}</dt><dd>{card.audience}</dd></div>
        {card.textAuthors.length > 0 && <div><dt>{t('Written with words of')}</dt><dd>{card.textAuthors.map((author) => author.name).join(', ')}</dd></div>}
      </dl>
      <div class="table-box" tabIndex={0} role="group" aria-label={t('What changes')}>
        <table class="changes">
          <thead>
            <tr>
              <th scope="col">{t('Field')}</th>
              {replaces && <th scope="col">{t('Now')}</th>}
              <th scope="col">{replaces ? t('Then') : t('Value')}</th>
            </tr>
          </thead>
          <tbody>
            {card.fields.map((field) => (
              <tr key={field.name}>
                <th scope="row">{field.name}</th>
                {replaces && <td class="old">{field.oldValue ?? <span class="faint">{t('nothing')}</span>}</td>}
                <td class="new-value">{field.newValue ?? <span class="faint">{t('nothing')}</span>}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}
