import { useEffect, useState } from 'preact/hooks';
import { get, post, query, remove, sentence } from '../../api/http';
import type { Memory } from '../../api/mine';
import type { Listing } from '../../api/shapes';
import { noticeFailure } from '../../state/notices';
import { listTime, wholeTime } from '../../text/time';
import { t } from '../../words/say';
import { Icon } from '../Icon';
import { Banner, Ghosts, Nothing, PageHead } from '../PageHead';

const longest = 2_000;

/** The agent's memories for me, used in my turns only. */
export function MemoryPage() {
  const [items, setItems] = useState<Memory[] | null>(null);
  const [next, setNext] = useState<string | undefined>();
  const [problem, setProblem] = useState<string | null>(null);
  const load = (from?: string): void => {
    setProblem(null);
    get<Listing<Memory>>(`/api/memory${query({ limit: '100', continuation: from })}`).then(
      (found) => {
        setItems((before) => [...(from ? (before ?? []) : []), ...found.items]);
        setNext(found.continuation);
      },
      (failure: unknown) => setProblem(sentence(failure)),
    );
  };
  useEffect(() => load(), []);
  const forget = (id: string): void => {
    remove(`/api/memory/${id}`).then(() => setItems((before) => before?.filter((one) => one.id !== id) ?? null), noticeFailure);
  };
  return (
    <div class="page" aria-busy={!items && !problem}>
      <PageHead title={t('Memory')} />
      <p class="lead">
        {t(
          'What the agent remembers across threads. It is yours alone: read in your turns and in no one else’s. The agent adds something only after you have confirmed it.',
        )}
      </p>
      <NewMemory onAdded={(memory) => setItems((before) => [memory, ...(before ?? [])])} />
      <Banner problem={problem} retry={() => load()} />
      {!items && !problem && <Ghosts />}
      {items?.length === 0 && (
        <Nothing title={t('Nothing is remembered')}>
          <p>{t('Tell it here what it should always know about you, or say “remember that …” in a thread.')}</p>
        </Nothing>
      )}
      <ul class="memories">
        {items?.map((memory) => <li key={memory.id}><Remembered memory={memory} onForget={() => forget(memory.id)} /></li>)}
      </ul>
      {next && <p><button type="button" class="button" onClick={() => load(next)}>{t('Older')}</button></p>}
    </div>
  );
}

function NewMemory({ onAdded }: { onAdded: (memory: Memory) => void }) {
  const [text, setText] = useState('');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (!text.trim()) return;
    setBusy(true);
    setProblem(null);
    try {
      onAdded(await post<Memory>('/api/memory', { text: text.trim() }));
      setText('');
    } catch (failure) {
      setProblem(sentence(failure));
    }
    setBusy(false);
  };
  return (
    <form class="add-line" onSubmit={(event) => void submit(event)}>
      <label class="unseen" for="new-memory">{t('Remember')}</label>
      <input
        id="new-memory"
        class="input"
        maxLength={longest}
        placeholder={t('I look after the EMEA region')}
        autoComplete="off"
        value={text}
        onInput={(event) => setText(event.currentTarget.value)}
      />
      <button type="submit" class="button primary" disabled={busy || !text.trim()}>{t('Remember')}</button>
      {problem && <p class="field-problem" role="alert">{problem}</p>}
    </form>
  );
}

function Remembered({ memory, onForget }: { memory: Memory; onForget: () => void }) {
  const isLocked = memory.visibility === 'locked';
  return (
    <article class={`memory${isLocked ? ' is-locked' : ''}`}>
      <span class="memory-mark" aria-hidden="true"><Icon name={isLocked ? 'lock' : 'note'} /></span>
      <div>
        <p class="memory-text">{isLocked ? t('Locked: it rests on what you may no longer see. The agent does not read it either.') : memory.text}</p>
        <p class="faint">
          {!isLocked && <>{memory.from === 'agent' ? t('kept by the agent, confirmed by you') : t('written by you')} · </>}
          <time dateTime={memory.at} title={wholeTime(memory.at)}>
            {listTime(memory.at)}
          </time>
        </p>
      </div>
      <button type="button" class="quiet" onClick={onForget}>
        <Icon name="trash" />
        {t('Forget')}
        <span class="unseen"> {memory.text?.slice(0, 60) ?? t('a locked entry')}</span>
      </button>
    </article>
  );
}
