import { useState } from 'preact/hooks';
import { chatsOf, railProblem, refresh, subtitleOf, threads, titleOf } from '../../state/directory';
import { overlay } from '../../state/overlay';
import { t } from '../../words/say';
import { Icon } from '../Icon';
import { Banner, Ghosts, Nothing, PageHead } from '../PageHead';
import { ThreadRows } from '../ThreadRows';
import { ListChoice, listsOf, threadsIn, type ThreadList } from './ListChoice';

const atOnce = 60;

const begin = (): void => void (overlay.value = { kind: 'new-thread' });

/** All threads outside rooms, most recently active first. */
export function ChatsPage() {
  const [wanted, setWanted] = useState('');
  const [most, setMost] = useState(atOnce);
  const [chosen, setChosen] = useState<ThreadList>('current');
  const every = chatsOf(threads.value ?? []);
  const lists = listsOf(every);
  const list = lists.includes(chosen) ? chosen : 'current';
  const all = threadsIn(every, list);
  const word = wanted.trim().toLowerCase();
  const found = word ? all.filter((thread) => `${titleOf(thread)} ${subtitleOf(thread)}`.toLowerCase().includes(word)) : all;
  return (
    <div class="page" aria-busy={threads.value === null}>
      <PageHead title={t('Chats')}><button type="button" class="button small primary" onClick={begin}><Icon name="plus" />{t('New thread')}</button></PageHead>
      <Banner problem={railProblem.value} retry={() => void refresh()} />
      {threads.value === null && !railProblem.value && <Ghosts />}
      <ListChoice lists={lists} chosen={list} onChoose={setChosen} />
      {threads.value && every.length === 0 && (
        <Nothing title={t('No chats yet')}>
          <p>{t('Ask the agent alone, or bring people in: each of you gets answers from what you may see.')}</p>
          <button type="button" class="button primary" onClick={begin}>{t('New thread')}</button>
        </Nothing>
      )}
      {all.length > 0 && (
        <input
          class="input"
          type="search"
          aria-label={t('Filter chats')}
          placeholder={t('Name or first words')}
          autoComplete="off"
          value={wanted}
          onInput={(event) => setWanted(event.currentTarget.value)}
        />
      )}
      {all.length > 0 && found.length === 0 && <p class="hint empty-rows">{t('No chat has these words in its name.')}</p>}
      <ThreadRows threads={found.slice(0, most)} />
      {found.length > most && <p><button type="button" class="button" onClick={() => setMost(most + atOnce * 5)}>{t('Show older')}</button></p>}
    </div>
  );
}
