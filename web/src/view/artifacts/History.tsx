import { useEffect, useState } from 'preact/hooks';
import { sentence } from '../../api/http';
import { nameVersion, restoreVersion, versionOf, versionsOf } from '../../artifacts/api';
import { changeWords } from '../../artifacts/changeWords';
import { plainText } from '../../artifacts/plain';
import type { Artifact, Version } from '../../artifacts/shapes';
import { notice, noticeFailure } from '../../state/notices';
import { diffOf } from '../../text/diff';
import { momentOf } from '../../text/time';
import { t } from '../../words/say';
import { Avatar } from '../Avatar';
import { Banner, Ghosts } from '../PageHead';
import { DiffView } from '../wiki/DiffView';
import type { EditorProps } from './ArtifactView';
import { peopleFor } from './people';
import { Snapshot } from './Snapshot';

const pause = 2_000;

/** The change history. An earlier state can be read, compared with the current one and restored. */
export function History({ live, artifact, onClose }: EditorProps & { onClose: () => void }) {
  const [versions, setVersions] = useState<Version[] | null>(null);
  const [next, setNext] = useState<string | undefined>();
  const [problem, setProblem] = useState<string | null>(null);
  const [chosen, setChosen] = useState<Version | null>(null);
  const people = peopleFor(artifact);
  const load = (from?: string): void => {
    setProblem(null);
    versionsOf(artifact.id, from).then(
      (found) => {
        setVersions((before) => [...(from ? (before ?? []) : []), ...found.items]);
        setNext(found.continuation);
        if (!from) setChosen((before) => before ?? found.items[0] ?? null);
      },
      (failure: unknown) => setProblem(sentence(failure)),
    );
  };
  // After a pause, because somebody who types makes many changes.
  useEffect(() => {
    const timer = setTimeout(() => load(), versions ? pause : 0);
    return () => clearTimeout(timer);
  }, [artifact.id, artifact.seq]);
  const restore = (version: Version): void => {
    restoreVersion(artifact.id, version.seq).then(async () => {
      await live.read();
      notice(t('Restored. The history shows it as your change.'));
      onClose();
    }, noticeFailure);
  };
  return (
    <section class="artifact-history" aria-label={t('History')}>
      <header class="history-head">
        <h2>{t('History')}</h2>
        <NameNow id={artifact.id} onNamed={() => load()} />
        <button type="button" class="button small" onClick={onClose}>{t('Back to editing')}</button>
      </header>
      <Banner problem={problem} retry={() => load()} />
      {!versions && !problem && <Ghosts />}
      {versions && (
        <div class="history">
          <ol class="versions" aria-label={t('Versions')}>
            {versions.map((one) => (
              <li key={one.seq} class={one.seq === chosen?.seq ? 'chosen' : ''}>
                <button type="button" class="version" aria-pressed={one.seq === chosen?.seq} onClick={() => setChosen(one)}>
                  <Avatar person={one.author} small />
                  <span><b>{one.name ?? changeWords(artifact, one, people)}</b><br />{one.author.name}, <time dateTime={one.at}>{momentOf(one.at)}</time></span>
                </button>
                {(one.created || one.changes.length > 0) && one.placed.map((place) => (
                  <p key={place.at} class="version-placed">
                    {t('Put into the thread by {name}', { name: place.by.name })}, <time dateTime={place.at}>{momentOf(place.at)}</time>
                  </p>
                ))}
              </li>
            ))}
            {next && <li><button type="button" class="linklike" onClick={() => load(next)}>{t('Earlier changes')}</button></li>}
          </ol>
          {chosen && <Chosen key={chosen.seq} artifact={artifact} version={chosen} onRestore={() => restore(chosen)} />}
        </div>
      )}
    </section>
  );
}

function NameNow({ id, onNamed }: { id: string; onNamed: () => void }) {
  const [name, setName] = useState<string | null>(null);
  const submit = (event: Event): void => {
    event.preventDefault();
    if (name?.trim()) nameVersion(id, name.trim()).then(() => { setName(null); onNamed(); }, noticeFailure);
  };
  if (name === null) return <button type="button" class="button small" onClick={() => setName('')}>{t('Name this version')}</button>;
  return (
    <form class="name-version" onSubmit={submit}>
      <input
        class="input"
        aria-label={t('Name of this version')}
        autoFocus
        maxLength={100}
        value={name}
        onInput={(event) => setName(event.currentTarget.value)}
        onKeyDown={(event) => event.key === 'Escape' && setName(null)}
      />
      <button type="submit" class="button small">{t('Save')}</button>
    </form>
  );
}

function Chosen({ artifact, version, onRestore }: { artifact: Artifact; version: Version; onRestore: () => void }) {
  const [then, setThen] = useState<Artifact | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [view, setView] = useState<'diff' | 'whole'>('diff');
  useEffect(() => {
    versionOf(artifact.id, version.seq).then(setThen, (failure: unknown) => setProblem(sentence(failure)));
  }, []);
  const people = peopleFor(artifact);
  const isNow = version.seq >= artifact.seq;
  return (
    <section aria-label={t('The chosen version')}>
      <header class="changes-head">
        <fieldset class="segmented slim">
          <legend class="unseen">{t('View')}</legend>
          <label>
            <input type="radio" name="history-view" checked={view === 'diff'} onChange={() => setView('diff')} />
            <span>{t('What changed since')}</span>
          </label>
          <label><input type="radio" name="history-view" checked={view === 'whole'} onChange={() => setView('whole')} /><span>{t('As it was')}</span></label>
        </fieldset>
        {!isNow && <button type="button" class="button small" onClick={onRestore}>{t('Restore this version')}</button>}
      </header>
      <Banner problem={problem} />
      {!then && !problem && <Ghosts />}
      {then &&
        view === 'diff' &&
        (isNow ? (
          <p class="hint">{t('This is how it is now.')}</p>
        ) : (
          <DiffView lines={diffOf(plainText(then, people), plainText(artifact, people))} name={t('What changed since this version')} />
        ))}
      {then && view === 'whole' && <Snapshot artifact={then} people={people} />}
    </section>
  );
}
