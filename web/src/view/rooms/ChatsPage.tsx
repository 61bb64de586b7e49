import { useState } from 'preact/hooks';
import { listed } from '../../state/arrange';
import { chatsOf, subtitleOf, threads, titleOf } from '../../state/directory';
import { overlay } from '../../state/overlay';
import { Icon } from '../Icon';
import { Ghosts, Nothing, PageHead } from '../PageHead';
import { ThreadRows } from '../ThreadRows';

const atOnce = 60;

const begin = (): void => void (overlay.value = { kind: 'new-thread' });

/** All threads that are in no room, the liveliest first. */
export function ChatsPage() {
  const [wanted, setWanted] = useState('');
  const [most, setMost] = useState(atOnce);
  const [archived, setArchived] = useState(false);
  const every = chatsOf(threads.value ?? []);
  const all = archived ? every.filter((thread) => thread.archived) : listed(every);
  const hasArchived = every.some((thread) => thread.archived);
  const word = wanted.trim().toLowerCase();
  const found = word ? all.filter((thread) => `${titleOf(thread)} ${subtitleOf(thread)}`.toLowerCase().includes(word)) : all;
  return (
    <div class="page" aria-busy={threads.value === null}>
      <PageHead title="Chats"><button type="button" class="button small primary" onClick={begin}><Icon name="plus" />New thread</button></PageHead>
      {threads.value === null && <Ghosts />}
      {hasArchived && (
        <div class="pills" role="group" aria-label="Show">
          {[false, true].map((one) => <button key={String(one)} type="button" class="pill" aria-pressed={archived === one} onClick={() => setArchived(one)}>{one ? 'archived' : 'current'}</button>)}
        </div>
      )}
      {threads.value && every.length === 0 && (
        <Nothing title="No chats yet">
          <p>Ask the agent alone, or bring people in: each of you gets answers from what you may see.</p>
          <button type="button" class="button primary" onClick={begin}>New thread</button>
        </Nothing>
      )}
      {all.length > 0 && <input class="input list-filter" type="search" aria-label="Only those with" placeholder="Name or first words" autoComplete="off" value={wanted} onInput={(event) => setWanted(event.currentTarget.value)} />}
      {all.length > 0 && found.length === 0 && <p class="hint empty-rows">No chat has these words in its name.</p>}
      <ThreadRows threads={found.slice(0, most)} />
      {found.length > most && <p><button type="button" class="button" onClick={() => setMost(most + atOnce * 5)}>Show older</button></p>}
    </div>
  );
}
