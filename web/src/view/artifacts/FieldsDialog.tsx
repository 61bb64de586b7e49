import { useRef, useState } from 'preact/hooks';
import { isLastName, stateId } from '../../artifacts/items';
import type { LiveArtifact } from '../../artifacts/live';
import { newId } from '../../artifacts/order';
import type { Field, FieldType } from '../../artifacts/shapes';
import { closeOverlay } from '../../state/overlay';
import { t, type Text } from '../../words/say';
import { Dialog } from '../Dialog';
import { Icon } from '../Icon';

const types: Array<[FieldType, Text]> = [
  ['text', 'Text'],
  ['number', 'Number'],
  ['money', 'Money'],
  ['date', 'Date'],
  ['person', 'Person'],
  ['choice', 'Choice'],
  ['checkbox', 'Checkbox'],
  ['link', 'Link'],
];
const typeName = (type: FieldType): string => {
  const name = types.find(([one]) => one === type)?.[1];
  return name ? t(name) : type;
};

const choicesOf = (text: string): string[] => [...new Set(text.split(',').map((one) => one.trim()).filter(Boolean))];

/** A dialog that adds, renames and removes fields. Removed fields keep their values and can be restored. */
export function FieldsDialog({ live }: { live: LiveArtifact }) {
  const artifact = live.shown.value;
  const pending = useRef<() => boolean>(() => true);
  if (!artifact) return null;
  const fields = (artifact.definition.fields ?? []).filter((field) => !field.isDeleted);
  const deleted = artifact.definition.deletedFields ?? [];
  const restore = ({ isDeleted: _, ...field }: Field): void => {
    live.do({ op: 'field', field });
    // The values of a deleted field are only on the server.
    void live.settled().then(() => live.read());
  };
  const done = (): void => {
    if (pending.current()) closeOverlay();
  };
  return (
    <Dialog title={t('Fields of {title}', { title: artifact.title })}>
      <ul class="fields">{fields.map((field) => <Known key={field.id} live={live} field={field} only={isLastName(artifact, field)} />)}</ul>
      {deleted.length > 0 && (
        <details class="deleted">
          <summary>{t('Deleted ({n})', { n: deleted.length })}</summary>
          <ul>
            {deleted.map((field) => (
              <li key={field.id}>
                {field.name}{' '}
                <button type="button" class="linklike" aria-label={t('Restore the field {name}', { name: field.name })} onClick={() => restore(field)}>
                  {t('Restore')}
                </button>
              </li>
            ))}
          </ul>
        </details>
      )}
      <NewField live={live} pending={pending} />
      <div class="dialog-foot"><button type="button" class="button" onClick={done}>{t('Done')}</button></div>
    </Dialog>
  );
}

function Known({ live, field, only }: { live: LiveArtifact; field: Field; only: boolean }) {
  const [name, setName] = useState<string | null>(null);
  const [choices, setChoices] = useState<string | null>(null);
  const isColumns = field.id === stateId;
  const keep = (): void => {
    const wanted: Field = { ...field, name: name?.trim() || field.name };
    if (choices !== null && choicesOf(choices).length) wanted.choices = choicesOf(choices);
    setName(null);
    setChoices(null);
    if (JSON.stringify(wanted) !== JSON.stringify(field)) live.do({ op: 'field', field: wanted });
  };
  return (
    <li>
      <input
        class="input"
        aria-label={t('Name of {name}', { name: field.name })}
        maxLength={100}
        value={name ?? field.name}
        onInput={(event) => setName(event.currentTarget.value)}
        onBlur={keep}
        onKeyDown={(event) => event.key === 'Enter' && keep()}
      />
      <span class="tag">{isColumns ? t('Columns') : typeName(field.type)}</span>
      {!isColumns && !only ? (
        <button
          type="button"
          class="quiet icon-only"
          aria-label={t('Delete the field {name}', { name: field.name })}
          title={t('Delete')}
          onClick={() => live.do({ op: 'delField', field: field.id })}
        >
          <Icon name="trash" />
        </button>
      ) : (
        <span title={only ? t('The items are named by this field. It cannot be deleted before there is another text field.') : undefined} />
      )}
      {field.choices && (
        <input
          class="input field-choices"
          aria-label={
            isColumns ? t('Columns of {name}, with commas between', { name: field.name }) : t('Choices of {name}, with commas between', { name: field.name })
          }
          value={choices ?? field.choices.join(', ')}
          onInput={(event) => setChoices(event.currentTarget.value)}
          onBlur={keep}
          onKeyDown={(event) => event.key === 'Enter' && keep()}
        />
      )}
    </li>
  );
}

/** A form for one more field. `pending` adds what is typed in it, and returns false if that cannot be added yet. */
function NewField({ live, pending }: { live: LiveArtifact; pending: { current: () => boolean } }) {
  const [name, setName] = useState('');
  const [type, setType] = useState<FieldType>('text');
  const [more, setMore] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const refuse = (why: string): false => {
    setProblem(why);
    return false;
  };
  const add = (): boolean => {
    const choices = choicesOf(more);
    const currency = more.trim().toUpperCase();
    if (type === 'choice' && !choices.length) return refuse(t('A choice needs its choices, with commas between.'));
    if (type === 'money' && !/^[A-Z]{3}$/.test(currency)) return refuse(t('A currency has three letters, such as EUR.'));
    live.do({
      op: 'field',
      field: { id: newId('f'), name: name.trim(), type, ...(type === 'choice' ? { choices } : {}), ...(type === 'money' ? { currency } : {}) },
    });
    setName('');
    setMore('');
    setProblem(null);
    return true;
  };
  pending.current = () => !name.trim() || add();
  const submit = (event: Event): void => {
    event.preventDefault();
    if (name.trim()) add();
  };
  return (
    <form class="field-new" onSubmit={submit}>
      <h3 class="field-label">{t('Add a field')}</h3>
      <div class="field-line">
        <input
          class="input"
          aria-label={t('Name of the new field')}
          data-first
          required
          maxLength={100}
          placeholder={t('Name')}
          value={name}
          onInput={(event) => setName(event.currentTarget.value)}
        />
        <select class="input" aria-label={t('Type of the new field')} value={type} onChange={(event) => setType(event.currentTarget.value as FieldType)}>
          {types.map(([id, words]) => (
            <option key={id} value={id}>
              {t(words)}
            </option>
          ))}
        </select>
        <button type="submit" class="button">{t('Add')}</button>
      </div>
      {(type === 'choice' || type === 'money') && (
        <input
          class="input"
          aria-label={type === 'choice' ? t('Choices, with commas between') : t('Currency')}
          placeholder={type === 'choice' ? t('Small, Medium, Large') : 'EUR'}
          value={more}
          onInput={(event) => setMore(event.currentTarget.value)}
        />
      )}
      {problem && <p class="field-problem" role="alert">{problem}</p>}
    </form>
  );
}
