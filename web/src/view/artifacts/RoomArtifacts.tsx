import { useEffect, useState } from 'preact/hooks';
import { sentence } from '../../api/http';
import { allArtifacts, listArtifacts, unpinFrom } from '../../artifacts/api';
import type { ArtifactHead } from '../../artifacts/shapes';
import { announce } from '../../state/announcer';
import { Icon } from '../Icon';
import { Banner } from '../PageHead';
import { useNews } from './news';
import { ArtifactRow } from './ArtifactRow';
import { noticeFailure } from '../../state/notices';
import { t } from '../../words/say';

/** The artifacts pinned in a room or published in its threads, as far as I may open them. */
export function RoomArtifacts({ room, threadIds }: { room: string; threadIds: string[] }) {
  const [pinned, setPinned] = useState<ArtifactHead[]>([]);
  const [all, setAll] = useState<ArtifactHead[]>([]);
  const news = useNews();
  const [problem, setProblem] = useState<string | null>(null);
  const load = (): void => {
    setProblem(null);
    Promise.all([listArtifacts({ room }), allArtifacts()]).then(
      ([ofRoom, every]) => {
        setPinned(ofRoom.items);
        setAll(every);
      },
      (failure: unknown) => setProblem(sentence(failure)),
    );
  };
  useEffect(load, [room, news]);
  const unpin = (artifact: ArtifactHead): void => {
    unpinFrom(room, artifact.id).then(() => {
      setPinned((before) => before.filter((one) => one.id !== artifact.id));
      announce(t('{title} is no longer pinned.', { title: artifact.title }));
      requestAnimationFrame(() => document.querySelector<HTMLElement>('.room-artifacts :is(.unpin, a)')?.focus());
    }, noticeFailure);
  };
  const here = all.filter((one) => one.threadId && one.state === 'published' && threadIds.includes(one.threadId) && !pinned.some((pin) => pin.id === one.id));
  return (
    <section class="group room-artifacts" aria-label={t('Artifacts')}>
      <h2 class="group-name">{t('Artifacts')}</h2>
      <Banner problem={problem} retry={load} />
      {!problem && pinned.length + here.length === 0 && (
        <p class="hint empty-rows">
          {t('None yet. An artifact shows here once somebody pins it to this room, or puts it in one of its threads.')}{' '}
          <a href="/artifacts">{t('All artifacts')}</a>
        </p>
      )}
      {pinned.length > 0 && (
        <ul class="rows pins" aria-label={t('Pinned')}>
          {pinned.map((one) => (
            <ArtifactRow
              key={one.id}
              artifact={one}
              end={
                <button
                  type="button"
                  class="quiet icon-only unpin"
                  aria-label={t('Unpin {title}', { title: one.title })}
                  title={t('Pinned to this room. Unpin')}
                  onClick={() => unpin(one)}
                >
                  <Icon name="pin" />
                </button>
              }
            />
          ))}
        </ul>
      )}
      {here.length > 0 && <ul class="rows" aria-label={t('In its threads')}>{here.map((one) => <ArtifactRow key={one.id} artifact={one} />)}</ul>}
    </section>
  );
}
