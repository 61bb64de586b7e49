import type { Thread } from '../../api/shapes';
import { inListOrder, isNews } from '../../state/arrange';
import { t, type Text } from '../../words/say';

export type ThreadList = 'current' | 'unread' | 'archived';

const names: Record<ThreadList, Text> = { current: 'current', unread: 'unread', archived: 'archived' };

export const threadsIn = (all: Thread[], list: ThreadList): Thread[] =>
  list === 'archived' ? all.filter((thread) => thread.archived) : list === 'unread' ? inListOrder(all).filter(isNews) : inListOrder(all);

/** Returns the lists that have threads, besides the current ones. */
export const listsOf = (all: Thread[]): ThreadList[] =>
  ['current', ...(all.some(isNews) ? ['unread' as const] : []), ...(all.some((thread) => thread.archived) ? ['archived' as const] : [])];

interface Props {
  lists: ThreadList[];
  chosen: ThreadList;
  onChoose: (list: ThreadList) => void;
}

/** A switch between the current, the unread and the archived threads of a page. */
export function ListChoice({ lists, chosen, onChoose }: Props) {
  if (lists.length < 2) return null;
  return (
    <div class="pills" role="group" aria-label={t('Show')}>
      {lists.map((one) => <button key={one} type="button" class="pill" aria-pressed={chosen === one} onClick={() => onChoose(one)}>{t(names[one])}</button>)}
    </div>
  );
}
