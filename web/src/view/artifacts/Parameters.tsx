import { useId, useMemo } from 'preact/hooks';
import type { LiveArtifact } from '../../artifacts/live';
import { uses, valuesIn, withValue, type DateRange, type ParameterValue } from '../../artifacts/parameters';
import { Runs } from '../../artifacts/runs';
import type { Artifact, Parameter } from '../../artifacts/shapes';
import { go, route } from '../../state/route';
import { t } from '../../words/say';

const searchNow = (): URLSearchParams => new URLSearchParams(location.search);

/** Returns the query runner of an artifact, with the parameter values of this viewer's address. */
export function useRuns(live: LiveArtifact): Runs {
  return useMemo(() => new Runs(live, () => valuesIn(searchNow(), live.shown.value?.definition.parameters ?? [])), [live]);
}

/** The parameter values for all queries. They are stored only in my own address. */
export function Parameters({ artifact, runs }: { artifact: Artifact; runs: Runs }) {
  const all = artifact.definition.parameters ?? [];
  // Subscribes to changes of the address.
  void route.value;
  const values = valuesIn(searchNow(), all);
  if (!all.length) return null;
  const set = (parameter: Parameter, value: ParameterValue | undefined): void => {
    go(location.pathname + withValue(searchNow(), parameter.id, value) + location.hash, true);
    runs.again((artifact.definition.blocks ?? []).filter((block) => block.type === 'request'), (block) => uses(block.sql ?? '', parameter));
  };
  return (
    <div class="parameters" role="group" aria-label={t('Shown for')}>
      {all.map((one) => one.type === 'choice'
        ? <Choice key={one.id} parameter={one} value={values[one.id] as string | undefined} onChange={(value) => set(one, value)} />
        : <Period key={one.id} parameter={one} value={values[one.id] as DateRange | undefined} onChange={(value) => set(one, value)} />)}
      {Object.keys(values).length > 0 && <button type="button" class="linklike" onClick={() => all.forEach((one) => set(one, undefined))}>{t('Clear')}</button>}
    </div>
  );
}

function Choice({ parameter, value, onChange }: { parameter: Parameter; value: string | undefined; onChange: (value: string | undefined) => void }) {
  const id = useId();
  return (
    <span class="parameter">
      <label for={id}>{parameter.name}</label>
      <select id={id} class="input" value={value ?? ''} onChange={(event) => onChange(event.currentTarget.value || undefined)}>
        <option value="">{t('Any')}</option>
        {(parameter.choices ?? []).map((one) => <option key={one} value={one}>{one}</option>)}
      </select>
    </span>
  );
}

function Period({ parameter, value, onChange }: { parameter: Parameter; value: DateRange | undefined; onChange: (value: DateRange | undefined) => void }) {
  const isTurned = !!value?.from && !!value.to && value.from > value.to;
  const edge = (name: 'from' | 'to') => (event: { currentTarget: HTMLInputElement }): void => {
    const { [name]: _, ...rest } = value ?? {};
    const text = event.currentTarget.value;
    onChange(text ? { ...rest, [name]: text } : Object.keys(rest).length ? rest : undefined);
  };
  return (
    <span class="parameter" role="group" aria-label={parameter.name}>
      <span>{parameter.name}</span>
      <input
        type="date"
        class="input"
        aria-label={t('{name} from', { name: parameter.name })}
        aria-invalid={isTurned}
        value={value?.from ?? ''}
        max="9999-12-31"
        onChange={edge('from')}
      />
      <span aria-hidden="true">{t('to')}</span>
      <input
        type="date"
        class="input"
        aria-label={t('{name} to', { name: parameter.name })}
        aria-invalid={isTurned}
        value={value?.to ?? ''}
        max="9999-12-31"
        onChange={edge('to')}
      />
      {isTurned && <span class="cell-bad" role="alert">{t('It ends before it begins. Choose a later end.')}</span>}
    </span>
  );
}
