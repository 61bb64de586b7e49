import { useState } from 'preact/hooks';
import type { LiveArtifact } from '../../artifacts/live';
import { idFor, uses } from '../../artifacts/parameters';
import type { Parameter } from '../../artifacts/shapes';
import { closeOverlay } from '../../state/overlay';
import { plural, rich, t } from '../../words/say';
import { Dialog } from '../Dialog';
import { Icon } from '../Icon';

const choicesOf = (text: string): string[] => [...new Set(text.split(',').map((one) => one.trim()).filter(Boolean))];
const written = ({ id, type }: Parameter): string => (type === 'choice' ? `:${id}` : t('{first} and {second}', { first: `:${id}_from`, second: `:${id}_to` }));

/** A dialog that declares the parameters of a dashboard's queries. Each viewer chooses their own values. */
export function ParametersDialog({ live }: { live: LiveArtifact }) {
  const artifact = live.shown.value;
  if (!artifact) return null;
  const all = artifact.definition.parameters ?? [];
  const requests = (artifact.definition.blocks ?? []).filter((block) => block.type === 'request');
  return (
    <Dialog title={t('Parameters of {title}', { title: artifact.title })}>
      {all.length === 0 && <p class="hint">{t('None yet. A parameter is a date range or a choice that each viewer sets for themselves.')}</p>}
      <ul class="fields">
        {all.map((one) => {
          const used = requests.filter((block) => uses(block.sql ?? '', one)).length;
          return (
            <li key={one.id}>
              <span><b>{one.name}</b><br /><span class="faint">{rich('In a query: {names}', { names: <code>{written(one)}</code> })}</span></span>
              <span class="tag">{one.type === 'choice' ? t('Choice') : t('Date range')}</span>
              <button
                type="button"
                class="quiet icon-only"
                aria-label={t('Delete the parameter {name}', { name: one.name })}
                title={used ? plural('Used by {n} query: change them first', 'Used by {n} queries: change them first', used) : t('Delete')}
                disabled={used > 0}
                onClick={() => live.do({ op: 'delParameter', parameter: one.id })}
              >
                <Icon name="trash" />
              </button>
              {one.choices && <Choices live={live} parameter={one} />}
            </li>
          );
        })}
      </ul>
      <NewParameter live={live} taken={all.map((one) => one.id)} />
      <div class="dialog-foot"><button type="button" class="button" onClick={closeOverlay}>{t('Done')}</button></div>
    </Dialog>
  );
}

function Choices({ live, parameter }: { live: LiveArtifact; parameter: Parameter }) {
  const [text, setText] = useState<string | null>(null);
  const keep = (): void => {
    const choices = choicesOf(text ?? '');
    setText(null);
    if (choices.length && choices.join() !== parameter.choices?.join()) live.do({ op: 'parameter', parameter: { ...parameter, choices } });
  };
  return (
    <input
      class="input field-choices"
      aria-label={t('Choices of {name}, with commas between', { name: parameter.name })}
      value={text ?? parameter.choices?.join(', ')}
      onInput={(event) => setText(event.currentTarget.value)}
      onBlur={keep}
      onKeyDown={(event) => event.key === 'Enter' && keep()}
    />
  );
}

function NewParameter({ live, taken }: { live: LiveArtifact; taken: string[] }) {
  const [name, setName] = useState('');
  const [type, setType] = useState<Parameter['type']>('date-range');
  const [more, setMore] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const submit = (event: Event): void => {
    event.preventDefault();
    const choices = choicesOf(more);
    if (type === 'choice' && !choices.length) return setProblem(t('A choice needs its choices, with commas between.'));
    live.do({ op: 'parameter', parameter: { id: idFor(name, taken), name: name.trim(), type, ...(type === 'choice' ? { choices } : {}) } });
    setName('');
    setMore('');
    setProblem(null);
  };
  return (
    <form class="field-new" onSubmit={submit}>
      <h3 class="field-label">{t('Add a parameter')}</h3>
      <div class="field-line">
        <input
          class="input"
          aria-label={t('Name of the new parameter')}
          data-first
          required
          maxLength={100}
          placeholder={t('Name')}
          value={name}
          onInput={(event) => setName(event.currentTarget.value)}
        />
        <select
          class="input"
          aria-label={t('Type of the new parameter')}
          value={type}
          onChange={(event) => setType(event.currentTarget.value as Parameter['type'])}
        >
          <option value="date-range">{t('Date range')}</option>
          <option value="choice">{t('Choice')}</option>
        </select>
        <button type="submit" class="button">{t('Add')}</button>
      </div>
      {type === 'choice' && (
        <input
          class="input"
          aria-label={t('Choices, with commas between')}
          placeholder="EMEA, AMER, APAC"
          value={more}
          onInput={(event) => setMore(event.currentTarget.value)}
        />
      )}
      {problem && <p class="field-problem" role="alert">{problem}</p>}
    </form>
  );
}
