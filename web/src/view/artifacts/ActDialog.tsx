import { useEffect, useRef, useState } from 'preact/hooks';
import { Problem, sentence } from '../../api/http';
import { confirmAct, previewAct, type ActPreview, type ActResult, type Acting } from '../../artifacts/api';
import { begunActs, type Pressed } from '../../artifacts/begunActs';
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

/**
 * A dialog for a change in a source with my access. Nothing happens before I confirm the exact preview. After a confirmation without a known end,
 * it continues the same call, even if it was closed. The end of an old call is unknown, and I have to start a new call myself.
 */
export function ActDialog({ live, block, item, values, label, onDone }: Props) {
  const me = myself()?.subject ?? '';
  const pressed: Pressed = { artifact: live.id, block: block.id, item, values };
  const call = useRef(begunActs.of(me, pressed)?.callId ?? crypto.randomUUID());
  const [preview, setPreview] = useState<ActPreview | null>(null);
  const [changed, setChanged] = useState(false);
  const [result, setResult] = useState<ActResult | null>(null);
  // The result is that of an earlier confirmation, perhaps for other values of the item.
  const [isEarlier, setEarlier] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  // The server may have received the confirmation.
  const [isBegun, setBegun] = useState(false);
  const [busy, setBusy] = useState(false);
  const acting = (): Acting => {
    const now = live.shown.value?.definition.blocks?.find((one) => one.id === block.id);
    return { definitionHash: now?.definitionHash ?? '', callId: call.current, item, values };
  };
  const settle = (made: ActResult): void => {
    setResult(made);
    if (made.status !== 'unknown') begunActs.end(me, pressed);
  };
  const fail = (failure: unknown): void => {
    const isRunning = failure instanceof Problem && failure.slug === 'still-running';
    setBegun(begunActs.of(me, pressed) !== undefined);
    setProblem(isRunning ? t('This change is still running, or the app stopped during it. Look again in a few minutes.') : sentence(failure));
  };
  const load = async (): Promise<void> => {
    setPreview(null);
    setResult(null);
    setEarlier(false);
    setProblem(null);
    if (begunActs.of(me, pressed)?.isOld) return setResult({ status: 'unknown' });
    try {
      if (!(await live.settled())) return setProblem(t('Your last changes are not saved yet. Try again once you are connected.'));
      if (!acting().definitionHash) await live.read();
      const found = await previewAct(live.id, block.id, acting());
      // A refusal, or the end of a begun call, is reported at once, without a preview.
      if (found.status === 'waiting') return setPreview(found);
      setEarlier(found.status !== 'unknown' && found.text === undefined);
      settle(found);
    } catch (failure) {
      fail(failure);
    }
  };
  useEffect(() => void load(), []);
  const confirm = async (): Promise<void> => {
    // The dialog may have been open for long.
    if (begunActs.of(me, pressed)?.isOld) return load();
    setBusy(true);
    setProblem(null);
    if (!preview!.sends) begunActs.begin(me, pressed, call.current);
    try {
      const made = await confirmAct(live.id, block.id, { ...acting(), agreedToSend: preview!.agreedToSend }, preview!.argumentHash);
      if (made.status === 'waiting') setPreview(made);
      else {
        settle(made);
        if (made.status === 'succeeded') onDone?.();
      }
    } catch (failure) {
      // The effect differs from the confirmed preview. It is displayed again for a new confirmation.
      if (failure instanceof Problem && failure.slug === 'confirmation-changed') {
        setChanged(true);
        // The server has not begun the call.
        begunActs.end(me, pressed);
        await load();
      } else {
        setPreview(null);
        fail(failure);
      }
    }
    setBusy(false);
  };
  /** Starts a new call, after I have read how the earlier one ended, or looked whether the unknown one was made. */
  const restart = (): void => {
    begunActs.end(me, pressed);
    call.current = crypto.randomUUID();
    void load();
  };
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
              <button type="button" class="linklike" onClick={restart}>
                {isEarlier ? t('Start again') : t('I have looked: start again')}
              </button>
            </>
          )}
        </p>
      )}
      {problem && (
        <p class="field-problem" role="alert">
          {problem}{' '}
          <button type="button" class="linklike" disabled={busy} onClick={() => void load()}>
            {isBegun ? t('Look again') : t('Try again')}
          </button>
        </p>
      )}
      <div class="dialog-foot">
        {result ? <button type="button" class="button primary" data-first onClick={closeOverlay}>{t('Done')}</button> : (
          <>
            <button type="button" class="button" data-first onClick={closeOverlay}>{t('Cancel')}</button>
            <button type="button" class="button primary" disabled={busy || !preview} onClick={() => void confirm()}>
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
