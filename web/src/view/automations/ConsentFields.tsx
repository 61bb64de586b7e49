import type { WantedAutomation } from '../../api/automations';
import { toolName } from '../../text/tools';
import { rich, t } from '../../words/say';
import { Icon } from '../Icon';

type Consent = WantedAutomation['consents'][number];

const month = 30 * 86_400_000;

const fresh = (tool: string): Consent => ({
  tool,
  target: '',
  fields: {},
  sources: [],
  audience: '',
  total: 10,
  until: new Date(Date.now() + month).toISOString(),
});

const linesOf = (fields: Record<string, string>): string => Object.entries(fields).map(([name, value]) => `${name}: ${value}`).join('\n');

function fieldsOf(text: string): Record<string, string> {
  const pairs = text.split('\n').flatMap((line) => {
    const at = line.indexOf(':');
    return at > 0 ? [[line.slice(0, at).trim(), line.slice(at + 1).trim()] as const] : [];
  });
  return Object.fromEntries(pairs);
}

interface Props {
  consents: Consent[];
  /** The tools with side effects. */
  tools: string[];
  onChange: (consents: Consent[]) => void;
}

/** The changes that a run may make without asking. All others wait for the author's confirmation. */
export function ConsentFields({ consents, tools, onChange }: Props) {
  const change = (at: number, part: Partial<Consent>): void => onChange(consents.map((one, index) => (index === at ? { ...one, ...part } : one)));
  return (
    <fieldset class="consents">
      <legend class="field-label">{t('Allowed in advance')} <span class="optional">{t('optional; any other change waits for you')}</span></legend>
      {consents.map((consent, at) => (
        <section key={at} class="consent" aria-label={t('Consent {n}', { n: at + 1 })}>
          <div class="field-pair">
            <label>
              {t('May')}
              <select class="input" value={consent.tool} onChange={(event) => change(at, { tool: event.currentTarget.value })}>
                {[...new Set([consent.tool, ...tools])].map((tool) => (
                  <option key={tool} value={tool}>
                    {toolName(tool)}
                  </option>
                ))}
              </select>
            </label>
            <label>
              {t('What it changes, exactly as the confirmation shows it')}
              <input class="input" required value={consent.target} onInput={(event) => change(at, { target: event.currentTarget.value })} />
            </label>
          </div>
          <label>
            {t('Who will see it, exactly as the confirmation shows it')}
            <input class="input" required value={consent.audience} onInput={(event) => change(at, { audience: event.currentTarget.value })} />
          </label>
          <label>{t('Fields it may write')}<span class="optional"> {rich('one in a line, as “name: value”; {any} stands for any text', { any: '{*}' })}</span>
            <textarea
              class="input code-field"
              rows={2}
              defaultValue={linesOf(consent.fields)}
              onChange={(event) => change(at, { fields: fieldsOf(event.currentTarget.value) })}
            />
          </label>
          <div class="field-pair">
            <label>
              {t('With data from')}
              <input
                class="input"
                placeholder="company, wiki"
                defaultValue={consent.sources.join(', ')}
                onChange={(event) =>
                  change(at, {
                    sources: event.currentTarget.value
                      .split(',')
                      .map((one) => one.trim())
                      .filter(Boolean),
                  })
                }
              />
            </label>
            <label>
              {t('How often in all')}
              <input
                class="input"
                type="number"
                min={1}
                max={10000}
                required
                value={consent.total}
                onInput={(event) => change(at, { total: event.currentTarget.valueAsNumber || 1 })}
              />
            </label>
            <label>
              {t('Until')}
              <input
                class="input"
                type="date"
                required
                value={consent.until.slice(0, 10)}
                onInput={(event) => event.currentTarget.value && change(at, { until: `${event.currentTarget.value}T23:59:59Z` })}
              />
            </label>
          </div>
          <button type="button" class="quiet" onClick={() => onChange(consents.filter((_, index) => index !== at))}>
            <Icon name="trash" />
            {t('Remove this consent')}
          </button>
        </section>
      ))}
      {tools.length > 0 && (
        <button type="button" class="button small" onClick={() => onChange([...consents, fresh(tools[0]!)])}>
          <Icon name="plus" />
          {t('Add a consent')}
        </button>
      )}
    </fieldset>
  );
}
