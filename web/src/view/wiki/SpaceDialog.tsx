import { useState } from 'preact/hooks';
import { sentence } from '../../api/http';
import { rooms } from '../../state/directory';
import { closeOverlay } from '../../state/overlay';
import { go } from '../../state/route';
import { myself } from '../../state/session';
import { keepSpace, spaceOf, spacePath } from '../../state/wiki';
import { t } from '../../words/say';
import { Dialog } from '../Dialog';

const list = (names: string[]): string =>
  names.length < 2 ? names.join('') : t('{first} and {second}', { first: names.slice(0, -1).join(', '), second: names.at(-1)! });

const groupsOf = (text: string): string[] => [...new Set(text.split(',').map((one) => one.trim()).filter(Boolean))];

/** A dialog for a new or existing space. Readers and writers are described before saving. */
export function SpaceDialog({ id }: { id?: string | undefined }) {
  const space = id ? spaceOf(id) : undefined;
  const mine = myself()?.groups ?? [];
  const [name, setName] = useState(space?.name ?? '');
  const [room, setRoom] = useState(space?.roomId ?? '');
  const [writers, setWriters] = useState(space?.writers ?? mine.slice(0, 1));
  const [readers, setReaders] = useState(space?.readers ?? []);
  const [others, setOthers] = useState('');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const everybody = [...new Set([...readers, ...writers, ...groupsOf(others)])];
  const place = rooms.value.find((one) => one.id === room);
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    try {
      const audience = room ? { readers: [], writers: [] } : { readers: [...new Set([...readers, ...groupsOf(others)])], writers };
      const made = await keepSpace(id, { name: name.trim(), ...audience, ...(room && !id ? { roomId: room } : {}) });
      closeOverlay();
      go(spacePath(made.id));
    } catch (failure) {
      setProblem(sentence(failure));
      setBusy(false);
    }
  };
  const toggle = (from: string[], group: string): string[] => (from.includes(group) ? from.filter((one) => one !== group) : [...from, group]);
  const known = [...new Set([...mine, ...(space?.readers ?? []), ...(space?.writers ?? [])])];
  return (
    <Dialog title={space ? t('Name and audience of {name}', { name: space.name }) : t('New space')}>
      <form onSubmit={(event) => void submit(event)}>
        <label class="field-label" for="space-name">{t('Name')}</label>
        <input
          id="space-name"
          class="input"
          required
          maxLength={80}
          data-first
          autoComplete="off"
          placeholder={t('Handbook')}
          value={name}
          onInput={(event) => setName(event.currentTarget.value)}
        />
        {!space && rooms.value.length > 0 && (
          <>
            <label class="field-label" for="space-room">{t('For')}</label>
            <select id="space-room" class="input" value={room} onChange={(event) => setRoom(event.currentTarget.value)}>
              <option value="">{t('Groups of the directory')}</option>
              {rooms.value.map((one) => <option key={one.id} value={one.id}>{t('The people in {name}', { name: one.name })}</option>)}
            </select>
          </>
        )}
        {!room && (
          <>
            <fieldset class="group-choice">
              <legend class="field-label">{t('Who writes')}</legend>
              {known.map((group) => (
                <label key={group} class="check">
                  <input type="checkbox" checked={writers.includes(group)} onChange={() => setWriters(toggle(writers, group))} />
                  {group}
                </label>
              ))}
            </fieldset>
            <fieldset class="group-choice">
              <legend class="field-label">{t('Who else reads')}</legend>
              {known
                .filter((group) => !writers.includes(group))
                .map((group) => (
                  <label key={group} class="check">
                    <input type="checkbox" checked={readers.includes(group)} onChange={() => setReaders(toggle(readers, group))} />
                    {group}
                  </label>
                ))}
            </fieldset>
            <label class="field-label" for="space-groups">{t('Other groups that read')} <span class="optional">{t('names, with commas between')}</span></label>
            <input id="space-groups" class="input" autoComplete="off" value={others} onInput={(event) => setOthers(event.currentTarget.value)} />
          </>
        )}
        <p class="in-words" role="status">
          {room
            ? place
              ? t('Everyone in {name} reads and writes here, as long as they are in it: {members}.', {
                  name: place.name,
                  members: list(place.members.map((one) => one.name)),
                })
              : t('Everyone in the room reads and writes here, as long as they are in it.')
            : writers.length
              ? everybody.length === writers.length
                ? t('Everyone in {writers} reads and writes. The agent reads it only for them.', { writers: list(writers) })
                : t('Everyone in {readers} reads; those in {writers} write. The agent reads it only for its readers.', {
                    readers: list(everybody),
                    writers: list(writers),
                  })
              : t('Choose a group that writes; one of yours, or you could not write here yourself.')}
        </p>
        {problem && <p class="field-problem" role="alert">{problem}</p>}
        <div class="dialog-foot">
          <button type="button" class="button" onClick={closeOverlay}>{t('Cancel')}</button>
          <button type="submit" class="button primary" disabled={busy || (!room && writers.length === 0)}>{space ? t('Save') : t('Create space')}</button>
        </div>
      </form>
    </Dialog>
  );
}
