import { useRef, useState } from 'preact/hooks';
import type { Person } from '../../api/shapes';
import { withoutHidden } from '../../artifacts/hidden';
import type { LiveArtifact } from '../../artifacts/live';
import { numberText, readNumber } from '../../artifacts/numbers';
import type { Field, Item, Value } from '../../artifacts/shapes';
import { placeOf } from '../../artifacts/undo';
import { t } from '../../words/say';
import { Icon } from '../Icon';
import { Here } from './Here';
import { Refused } from './Refused';

interface Props {
  live: LiveArtifact;
  item: Item;
  field: Field;
  /** The title of the item. */
  of: string;
  people: Person[];
  /** Called on Enter in a text field. */
  onEnter?: (() => void) | undefined;
}

/** A field value of an item, in the control of its type. */
export function Cell({ live, item, field, of, people, onEnter }: Props) {
  const label = t('{field} of {name}', { field: field.name, name: of });
  const look = (): void => live.spots.lookAt({ item: item.id, field: field.id });
  return (
    <div class={`cell ${field.type}`} onFocusIn={look}>
      <span class="cell-name" aria-hidden="true">{field.name}</span>
      {item.locked?.includes(field.id) ? (
        <span class="cell-locked" title={t('It rests on something that you may not see.')}>
          <Icon name="lock" />
          <span>
            {t('Locked')}
            <span class="unseen">
              : {label}. {t('It rests on something that you may not see.')}
            </span>
          </span>
        </span>
      ) : (
        <ValueField
          label={label}
          value={item.values[field.id] ?? null}
          field={field}
          people={people}
          onEnter={onEnter}
          onChange={(value) => live.do({ op: 'set', item: item.id, field: field.id, value })}
        />
      )}
      <Refused live={live} place={placeOf({ op: 'set', item: item.id, field: field.id, value: null })} />
      <Here live={live} item={item.id} field={field.id} />
    </div>
  );
}

interface ValueProps {
  label: string;
  value: Value;
  field: Field;
  people: Person[];
  onChange: (value: Value) => void;
  onEnter?: (() => void) | undefined;
}

/** An editable value in the control of its type. */
export function ValueField(props: ValueProps) {
  const { label, value, field, people, onChange } = props;
  switch (field.type) {
    case 'checkbox': return <input type="checkbox" aria-label={label} checked={value === true} onChange={(event) => onChange(event.currentTarget.checked)} />;
    case 'date':
      return (
        <input
          type="date"
          class="bare-input"
          data-empty={value === null}
          aria-label={label}
          value={typeof value === 'string' ? value : ''}
          onChange={(event) => onChange(event.currentTarget.value || null)}
        />
      );
    case 'choice': return <Choice label={label} value={value} options={(field.choices ?? []).map((one) => [one, one])} onChange={onChange} />;
    case 'person': return <Choice label={label} value={value} options={people.map((one) => [one.subject, one.name])} onChange={onChange} />;
    default: return <Typed {...props} />;
  }
}

function Choice({ label, value, options, onChange }: { label: string; value: Value; options: Array<[string, string]>; onChange: (value: Value) => void }) {
  const known = options.some(([id]) => id === value);
  return (
    <select
      class="bare-input"
      data-empty={value === null}
      aria-label={label}
      value={String(value ?? '')}
      onChange={(event) => onChange(event.currentTarget.value || null)}
    >
      <option value="">–</option>
      {!known && value !== null && <option value={String(value)}>{t('Somebody else')}</option>}
      {options.map(([id, name]) => <option key={id} value={id}>{name}</option>)}
    </select>
  );
}

/** Parses a text as a value of the field. Returns undefined if it is invalid. */
function read(text: string, field: Field): Value | undefined {
  const plain = text.trim();
  if (field.type === 'text') return text || null;
  if (!plain) return null;
  if (field.type === 'link') {
    const address = /^[a-z][a-z0-9+.-]*:(?!\d)/i.test(plain) ? plain : `https://${plain}`;
    return URL.canParse(address) && /^(https?|mailto):/i.test(address) ? address : undefined;
  }
  return readNumber(field.currency ? plain.replace(field.currency, '') : plain);
}

/** The reason why a text is no value of the field, with an example of one. */
function whyNot(field: Field): string {
  if (field.type === 'link') return t('Not an address');
  const example = numberText(1234.5, field);
  return field.type === 'money' ? t('Not an amount. Write it like {example}.', { example }) : t('Not a number. Write it like {example}.', { example });
}

/** A text input. Blur or Enter commits, Escape reverts. */
function Typed({ label, value, field, onChange, onEnter }: ValueProps) {
  const [draft, setDraft] = useState<string | null>(null);
  const leaving = useRef(false);
  const before = value === null ? '' : String(value);
  const bad = draft !== null && read(draft, field) === undefined;
  const take = (): void => {
    if (draft === null || leaving.current) return;
    const next = read(draft, field);
    if (next === undefined) return;
    setDraft(null);
    if (next !== value && draft !== before) onChange(next);
  };
  const pressed = (event: KeyboardEvent): void => {
    if (event.key === 'Escape' && draft !== null) {
      event.stopPropagation();
      leaving.current = true;
      setDraft(null);
      (event.currentTarget as HTMLElement).blur();
      leaving.current = false;
    }
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    take();
    if (!bad) onEnter?.();
  };
  const shared = { class: 'bare-input', 'aria-label': label, 'aria-invalid': bad, onBlur: take, onKeyDown: pressed };
  if (field.type === 'text')
    return <textarea {...shared} rows={1} maxLength={10_000} value={draft ?? before} onInput={(event) => setDraft(withoutHidden(event.currentTarget.value))} />;
  return (
    <>
      <input
        {...shared}
        inputMode={field.type === 'link' ? 'url' : 'decimal'}
        maxLength={2_000}
        autoComplete="off"
        value={draft ?? (typeof value === 'number' ? numberText(value, field) : before)}
        onInput={(event) => setDraft(withoutHidden(event.currentTarget.value))}
      />
      {field.type === 'money' && before && <span class="unit">{field.currency}</span>}
      {field.type === 'link' && before && !draft && (
        <a
          class="quiet icon-only"
          href={before}
          target="_blank"
          rel="noopener noreferrer nofollow"
          title={before}
          aria-label={t('Open {name}', { name: label })}
        >
          <Icon name="link" />
        </a>
      )}
      {bad && <span class="cell-bad" role="alert">{whyNot(field)}</span>}
    </>
  );
}
