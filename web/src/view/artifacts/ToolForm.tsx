import { useRef, useState } from 'preact/hooks';
import { adding } from '../../artifacts/items';
import type { Value } from '../../artifacts/shapes';
import { shownFields } from '../../artifacts/toolRows';
import { announce } from '../../state/announcer';
import { overlay } from '../../state/overlay';
import { t } from '../../words/say';
import { ActDialog } from './ActDialog';
import { ValueField } from './Cell';
import { peopleFor } from './people';
import type { PartProps } from './ToolPart';

const isEmpty = (value: Value | undefined): boolean => value === undefined || value === null || value === '';

/** A form that creates an item, or changes a source once the confirmation card is accepted. */
export function FormPart({ live, artifact, block }: PartProps) {
  const form = useRef<HTMLFormElement>(null);
  // A ref, because the button reads the values in the same tick as the last field's blur.
  const values = useRef<Record<string, Value>>({});
  const [, draw] = useState(0);
  const [problem, setProblem] = useState<string | null>(null);
  const fields = shownFields(artifact, block);
  const people = peopleFor(artifact);
  const label = block.action?.label || (block.action?.op === 'call' ? t('Continue') : t('Add'));
  const set = (field: string, value: Value): void => {
    values.current = { ...values.current, [field]: value };
    draw((turn) => turn + 1);
    setProblem(null);
  };
  const clear = (): void => {
    values.current = {};
    draw((turn) => turn + 1);
    requestAnimationFrame(() => form.current?.querySelector<HTMLElement>('input, textarea, select')?.focus());
  };
  const submit = (event?: Event): void => {
    event?.preventDefault();
    const bad = form.current?.querySelector<HTMLElement>('[aria-invalid=true]');
    if (bad) {
      bad.focus();
      return setProblem(t('One of the values does not fit its field.'));
    }
    const typed = Object.fromEntries(Object.entries(values.current).filter(([, value]) => !isEmpty(value)));
    if (!Object.keys(typed).length) return setProblem(t('Nothing is filled in yet.'));
    if (block.action?.op === 'call') {
      overlay.value = { kind: 'own', view: () => <ActDialog live={live} block={block} values={typed} label={label} onDone={clear} /> };
      return;
    }
    const state = block.action?.state;
    live.do(...adding(artifact, typed, state === undefined ? {} : { state }).ops);
    announce(t('Added.'));
    clear();
  };
  if (!fields.length) return <p class="hint">{t('The fields of this form were deleted.')}</p>;
  return (
    <form ref={form} class="tool-form" aria-label={block.title || label} onSubmit={submit}>
      {fields.map((field) => (
        <div key={field.id} class={`tool-field cell ${field.type}`}>
          <span class="field-label" aria-hidden="true">{field.name}{field.currency && <span class="optional"> {field.currency}</span>}</span>
          <ValueField
            label={field.name}
            value={values.current[field.id] ?? null}
            field={field}
            people={people}
            onChange={(value) => set(field.id, value)}
            onEnter={() => submit()}
          />
        </div>
      ))}
      {problem && <p class="field-problem" role="alert">{problem}</p>}
      <p><button type="submit" class="button small primary">{label}</button></p>
    </form>
  );
}
