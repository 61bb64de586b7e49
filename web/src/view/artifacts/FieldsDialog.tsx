import { useState } from 'preact/hooks';
import { stateId } from '../../artifacts/items';
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
  if (!artifact) return null;
  const fields = (artifact.definition.fields ?? []).filter((field) => !field.isDeleted);
  return (
    <Dialog title={t('Fields of {title}', { title: artifact.title })}>
      <ul class="fields">{fields.map((field) => <Known key={field.id} live={live} field={field} only={fields.length === 1} />)}</ul>
      <NewField live={live} />
      <div class="dialog-foot"><button type="button" class="button" onClick={closeOverlay}>{t('Done')}</button></div>
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
        <span />
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

function NewField({ live }: { live: LiveArtifact }) {
  const [name, setName] = useState('');
  const [type, setType] = useState<FieldType>('text');
  const [more, setMore] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const submit = (event: Event): void => {
    event.preventDefault();
    const choices = choicesOf(more);
    const currency = more.trim().toUpperCase();
    if (type === 'choice' && !choices.length) return setProblem(t('A choice needs its choices, with commas between.'));
    if (type === 'money' && !/^[A-Z]{3}$/.test(currency)) return setProblem(t('A currency has three letters, such as EUR.'));
    live.do({
      op: 'field',
      field: { id: newId('f'), name: name.trim(), type, ...(type === 'choice' ? { choices } : {}), ...(type === 'money' ? { currency } : {}) },
    });
    setName('');
    setMore('');
    setProblem(null);
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
