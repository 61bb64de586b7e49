import { noticeFailure } from '../../state/notices';
import { notifying, pushing } from '../../state/notify';
import { myself } from '../../state/session';
import { changeSettings, settings } from '../../state/settings';
import { theme, type Theme } from '../../state/theme';
import { count } from '../../text/cells';
import { browserZone } from '../../text/reader';
import { momentOf } from '../../text/time';
import { chosenTexts, inBrowserForm, languages } from '../../words/language';
import { languageOfTexts, t, type Text } from '../../words/say';
import { Keys } from '../HelpDialog';
import { NotifySwitch } from '../inbox/NotifySwitch';
import { PageHead } from '../PageHead';
import { ModelPart } from './ModelPart';
import './settings.css';

const themes: Array<[Theme, Text]> = [['system', 'As the system'], ['light', 'Light'], ['dark', 'Dark']];
const formats = ['en-GB', 'en-US', 'de-DE', 'de-AT', 'de-CH', 'fr-FR', 'es-ES', 'it-IT', 'nl-NL', 'pl-PL', 'pt-BR', 'sv-SE', 'ja-JP'];

const change = (part: Parameters<typeof changeSettings>[0]): void => void changeSettings(part).catch(noticeFailure);

/** The person's settings, valid in every browser, and information about the app. */
export function SettingsPage() {
  return (
    <div class="page settings">
      <PageHead title={t('Settings')} />
      <p class="lead">{t('Only you see these settings. They apply in every browser, except notifications, which each browser asks for.')}</p>
      <You />
      <Shown />
      <section class="group" aria-label={t('Notifications')}>
        <h2 class="group-name">{t('Notifications')}</h2>
        <NotifySwitch />
        <p class="hint">
          {notifying.value === 'unsupported'
            ? t('This browser has no notifications.')
            : pushing.value === 'on'
              ? t(
                  'This browser notifies you of your inbox also while Onbehalf is closed, and of new messages while it is open but not in front. A notification names the conversation, or the kind of what waits, never what was said. Muted conversations do not notify.',
                )
              : t(
                  'This browser notifies you while Onbehalf is open but not in front. A notification names the conversation, never what was said. Muted conversations do not notify.',
                )}
        </p>
      </section>
      <section class="group" aria-label={t('Keyboard')}>
        <h2 class="group-name">{t('Keyboard')}</h2>
        <Keys />
      </section>
      <ModelPart />
    </div>
  );
}

function You() {
  const me = myself();
  if (!me) return null;
  return (
    <section class="group" aria-label={t('You')}>
      <h2 class="group-name">{t('You')}</h2>
      <dl class="facts wide-facts">
        <div>
          <dt>{t('Name')}</dt>
          <dd>
            <b>{me.name}</b> <span class="faint">{t('as your organisation’s directory has it; records of what you did carry it')}</span>
          </dd>
        </div>
        <div>
          <dt>{t('Groups')}</dt>
          <dd>{me.groups.length ? me.groups.join(', ') : t('none')}</dd>
        </div>
        <div>
          <dt>{t('Your pages')}</dt>
          <dd>
            <a href="/connections">{t('Connections')}</a> · <a href="/memory">{t('Memory')}</a> ·{' '}
            <a href="/access">{t('What the agent can see as me')}</a> ·{' '}
            <a href="/audit">{t('Audit')}</a>
          </dd>
        </div>
        <div>
          <dt>{t('Your data')}</dt>
          <dd>
            <a href="/api/me/export" download>
              {t('Download what is kept of you')}
            </a>{' '}
            <span class="faint">{t('messages, answers, memory, automations and connections, as JSON Lines')}</span>
          </dd>
        </div>
      </dl>
    </section>
  );
}

function Shown() {
  const { timeZone = '', language = '' } = settings.value;
  const zones = [...new Set([...(timeZone ? [timeZone] : []), ...Intl.supportedValuesOf('timeZone'), 'UTC'])];
  const tags = [...new Set([...(language ? [language] : []), ...formats])];
  const named = new Intl.DisplayNames(languageOfTexts(), { type: 'language' });
  return (
    <section class="group" aria-label={t('Display')}>
      <h2 class="group-name">{t('Display')}</h2>
      <label class="field-label" for="own-texts">{t('Language')}</label>
      <select id="own-texts" class="input" value={chosenTexts.value} onChange={(event) => change({ textLanguage: event.currentTarget.value })}>
        <option value="">{t('As my browser says')}</option>
        {languages.map(([tag, name]) => <option key={tag} value={tag} lang={tag}>{name}</option>)}
      </select>
      {languageOfTexts() !== 'en' && <p class="hint">{t('Sentences that the server writes, such as problems, are in English.')}</p>}
      <div class="field-pair">
        <div>
          <label class="field-label" for="own-zone">{t('Time zone')}</label>
          <select id="own-zone" class="input" value={timeZone} onChange={(event) => change({ timeZone: event.currentTarget.value })}>
            <option value="">{t('As this browser: {zone}', { zone: browserZone.replaceAll('_', ' ') })}</option>
            {zones.map((one) => <option key={one} value={one}>{one.replaceAll('_', ' ')}</option>)}
          </select>
        </div>
        <div>
          <label class="field-label" for="own-language">{t('Dates and numbers')}</label>
          <select id="own-language" class="input" value={language} onChange={(event) => change({ language: event.currentTarget.value })}>
            <option value="">
              {chosenTexts.value
                ? t('As the language: {name}', { name: named.of(inBrowserForm(chosenTexts.value)) ?? chosenTexts.value })
                : t('As this browser')}
            </option>
            {tags.map((one) => <option key={one} value={one}>{named.of(one)}</option>)}
          </select>
        </div>
      </div>
      <p class="hint" role="status">
        {t('Now it is {now}; a large number is {number}. “Every Monday at 8:00” means this time zone.', {
          now: momentOf(new Date().toISOString()),
          number: count(1234567),
        })}
      </p>
      <fieldset class="segmented trigger-kind own-theme">
        <legend class="field-label">{t('Theme')}</legend>
        {themes.map(([value, label]) => (
          <label key={value}>
            <input type="radio" name="theme" checked={theme.value === value} onChange={() => change({ theme: value })} />
            <span>{t(label)}</span>
          </label>
        ))}
      </fieldset>
    </section>
  );
}
