import { byRoom, unreadOf } from '../../state/arrange';
import { railProblem, refresh, rooms, threads } from '../../state/directory';
import { overlay } from '../../state/overlay';
import { roomPath } from '../../state/route';
import { isMe } from '../../state/session';
import { plural, t } from '../../words/say';
import { Icon } from '../Icon';
import { Banner, Ghosts, Nothing, PageHead } from '../PageHead';

const begin = (): void => void (overlay.value = { kind: 'new-room' });

/** All rooms I am in. */
export function RoomsPage() {
  const all = [...rooms.value].sort((a, b) => a.name.localeCompare(b.name));
  const grouped = byRoom(threads.value ?? []);
  return (
    <div class="page" aria-busy={threads.value === null}>
      <PageHead title={t('Rooms')}><button type="button" class="button small primary" onClick={begin}><Icon name="plus" />{t('New room')}</button></PageHead>
      <Banner problem={railProblem.value} retry={() => void refresh()} />
      {threads.value === null && !railProblem.value && <Ghosts />}
      {threads.value && all.length === 0 && (
        <Nothing title={t('You are in no room yet')}>
          <p>{t('A room is a place for a team: its threads, its pages, the people in it. Membership of a room gives nobody access to more data.')}</p>
          <button type="button" class="button primary" onClick={begin}>{t('New room')}</button>
        </Nothing>
      )}
      <ul class="rows">
        {all.map((room) => {
          const inside = grouped.get(room.id) ?? [];
          const unread = inside.filter((thread) => unreadOf(thread) > 0).length;
          const others = room.members.filter((member) => !isMe(member.subject)).map((member) => member.name);
          return (
            <li key={room.id}>
              <a class="row" href={roomPath(room.id)}>
                <span class="row-mark" aria-hidden="true"><Icon name="hash" /></span>
                <span class="row-main">
                  <span class="row-name">{room.name}</span>
                  <span class="row-sub">{others.length ? t('with {names}', { names: others.join(', ') }) : t('only you so far')}</span>
                </span>
                <span class="row-side">
                  {unread > 0 ? (
                    <span class="count">{t('{n} new', { n: unread })}</span>
                  ) : (
                    <span class="row-sub">{plural('1 thread', '{n} threads', inside.length)}</span>
                  )}
                </span>
              </a>
            </li>
          );
        })}
      </ul>
    </div>
  );
}
